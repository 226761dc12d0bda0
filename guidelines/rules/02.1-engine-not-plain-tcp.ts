import { known, mapItems, mapKnown } from '../facts/known';
import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

function isLocal(url: string): boolean {
  return /^(unix|npipe|ssh|fd):\/\//.test(url);
}

export const engineNotPlainTcp = defineRule({
  id: 'SDG-02.1',
  severity: 'critical',
  references: { cis: ['2.7'], owasp: [1], nist: ['4.3.1'] },
  title: 'the engine is reached over a network without mutual TLS',
  impact: 'everyone who reaches the port is root on the host',
  remediation:
    'use DockerHost.unix(), DockerHost.ssh() or DockerHost.tls(target, { certificates }); set `tlsverify` where `hosts` in daemon.json has tcp://',
  unwaivable: true,
  appliesTo: ['host', 'provider'],
  check: (facts) => {
    if (facts.kind === 'host') {
      const { hosts, tlsVerify } = facts.daemon;
      const doors = mapItems(hosts, (url) =>
        isLocal(url) ? known({ url, isShut: true }) : mapKnown(tlsVerify, (isShut) => ({ url, isShut })),
      );
      return [
        ...expectNone(
          'hosts',
          doors,
          ({ isShut }) => !isShut,
          ({ url }) => url,
        ),
        ...expectNone('warnings', facts.warnings, (warning) => /API is accessible on/i.test(warning)),
      ];
    }
    const { host, mutualTls } = facts;
    if (host.known && (host.value ?? '') === '') return [{ status: 'unknown', attribute: 'host', value: 'not set: DOCKER_HOST decides' }];
    return [
      expectValue('host', host, (url) => isLocal(url ?? '') || (/^(tcp|https):\/\//.test(url ?? '') && mutualTls.known && mutualTls.value)),
    ];
  },
});
