import { expectFiles, type Access } from '../host-file';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** The first that fits. Keys are for the engine alone; only root may change files and directories that can be run or entered. */
const MODES: readonly (readonly [RegExp, number])[] = [
  [/key[^/]*\.pem$|\.key$/, 0o400],
  [/\.(pem|crt|cert)$/, 0o444],
  [/\.(json|service|socket|toml)$|^\/etc\/(default|sysconfig)\//, 0o644],
];

function accessOf(path: string): Access | undefined {
  if (path.endsWith('.sock')) return undefined;
  return { groups: [], mode: MODES.find(([pattern]) => pattern.test(path))?.[1] ?? 0o755 };
}

export const engineFiles = defineRule({
  id: 'SDG-11.4',
  severity: 'medium',
  references: { cis: ['1.1.1', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8', '3.17', '3.18', '3.19', '3.20'], nist: ['4.5.5'] },
  title: "the engine's files can be changed or read by others, or fill the disk of the host",
  impact: 'write access to daemon.json or a unit runs a program as root; a full disk stops the host',
  remediation:
    'make root their owner, and the only one who can write; give the data of the engine (`data-root` in daemon.json) a file system of its own',
  exception: 'a host that has nothing but the engine, whose disk is watched',
  appliesTo: ['host'],
  check: ({ system: { files, dataOnOwnPartition }, rootless }) => [
    ...(rootless.known && rootless.value ? [] : expectFiles(files, accessOf)),
    expectValue(
      'data-root',
      dataOnOwnPartition,
      (isOwn) => isOwn,
      (isOwn) => (isOwn ? 'a file system of its own' : 'on the file system of the host'),
    ),
  ],
});
