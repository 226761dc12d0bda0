import { expectNone } from '../outcome';
import { defineRule } from '../rule';

function isBlind(option: string): boolean {
  return /stricthostkeychecking[= ]+"?(no|off|false|accept-new)|(user|global)knownhostsfile[= ]+"?(\/dev\/null|none)/i.test(option);
}

export const sshHostKey = defineRule({
  id: 'SDG-02.2',
  severity: 'high',
  references: { owasp: [1], nist: ['4.3.5'] },
  title: 'the host key of the engine is not looked at',
  impact: 'an attacker on the network path takes the place of the host and gets every secret of the deploy',
  remediation: 'put the key into known_hosts, and drop StrictHostKeyChecking and UserKnownHostsFile from `ssh_opts`',
  appliesTo: ['provider'],
  check: ({ sshOptions }) => expectNone('ssh_opts', sshOptions, isBlind),
});
