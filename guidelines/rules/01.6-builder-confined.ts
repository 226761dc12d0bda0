import type { BuilderFacts } from '../facts/builder-facts';
import { mapItems, unknown, type Known } from '../facts/known';
import { expectNone, expectValue, type Outcome } from '../outcome';
import { defineRule } from '../rule';

/** Rights that a build can ask for, the network of the host for its steps, and a daemon that listens. */
const OPEN_FLAG = /--allow-insecure-entitlement\b|--oci-worker-net[= ]host\b|--addr[= ]tcp:/;

/** The configuration has the name of a file, whose settings are not in it. */
function fileNotRead({ configuration }: BuilderFacts): Known<string | undefined> {
  return configuration.known && (configuration.value ?? '') !== ''
    ? unknown(`the file ${String(configuration.value)} is not read`)
    : configuration;
}

function isOverNetwork(endpoint: string | undefined): boolean {
  return /^(tcp|https?):/.test(String(endpoint));
}

/** A context, a socket, or an address whose clients the daemon knows by their certificates. */
function expectClosed({ endpoint, mutualTls }: BuilderFacts): Outcome {
  if (!endpoint.known || !isOverNetwork(endpoint.value)) return expectValue('endpoint', endpoint, () => true);
  return expectValue(
    'endpoint',
    mutualTls,
    (isMutual) => isMutual,
    () => String(endpoint.value),
  );
}

export const builderConfined = defineRule({
  id: 'SDG-01.6',
  severity: 'high',
  references: { owasp: [1, 3], nist: ['4.1.5', '4.3.1'] },
  title: 'a builder gives builds rights on the host, or takes orders from a network',
  impact:
    'a Dockerfile, or what it downloads, runs with all capabilities or in the network of the host; who reaches a builder without TLS starts such builds',
  remediation: 'drop `buildkit_flags`, `buildkit_config` and the option `network`; give a `remote` builder `cacert`, `cert` and `key`',
  exception: 'a builder on a host of its own that has no tenant and no secret',
  appliesTo: ['builder'],
  check: (facts) => [
    expectValue('buildkit_flags', facts.flags, (text) => !OPEN_FLAG.test(String(text))),
    expectValue('buildkit_config', fileNotRead(facts), () => true),
    ...expectNone(
      'driver_options.network',
      mapItems(facts.options, ({ name, value }) => (name === 'network' ? [value] : [])),
      (network) => network === 'host' || network.startsWith('container:'),
    ),
    expectClosed(facts),
  ],
});
