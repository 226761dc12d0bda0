import { isLoopback, isLoopbackNetwork } from '../normalise/address';
import { expectEach, expectNone, expectValue, pluck } from '../outcome';
import { defineRule } from '../rule';

function isVerified(address: string | undefined): boolean {
  const [, host] = /^http:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(address ?? '') ?? [];
  return host === undefined || isLoopback(host);
}

export const registryVerified = defineRule({
  id: 'SDG-01.3',
  severity: 'high',
  references: { cis: ['2.5'], nist: ['4.2.1'] },
  title: 'a registry is reached without encryption, or without looking at its certificate',
  impact: 'an attacker on the network path replaces images and reads the password',
  remediation: 'drop `insecure_skip_verify`, address the registry by https://, and take it out of `insecure-registries` in daemon.json',
  appliesTo: ['host', 'provider', 'push'],
  check: (facts) => {
    if (facts.kind === 'push') return [expectValue('insecure_skip_verify', facts.skipsVerification, (skips) => !skips)];
    if (facts.kind === 'host') return expectNone('insecure-registries', facts.insecureRegistries, (network) => !isLoopbackNetwork(network));
    return expectEach(
      'registry_auth.address',
      pluck(facts.registries, ({ address }) => address),
      isVerified,
    );
  },
});
