import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

/** The engine adds the opposite of each where it is not given. */
const LOOSE: ReadonlySet<string> = new Set(['suid', 'dev', 'exec']);

export const tmpfsFlags = defineRule({
  id: 'SDG-07.2',
  severity: 'medium',
  references: { owasp: [8] },
  title: 'a file system in memory takes setuid files, devices or programs',
  impact: 'an intruder writes a program there and runs it',
  remediation: 'drop `suid`, `dev` and `exec` from the options: WritablePath.tmpfs() sets nosuid, nodev and noexec',
  exception: 'a library that unpacks native code before it loads it, as some of Java do: give it a small directory of its own',
  appliesTo: ['container'],
  check: ({ tmpfs }) =>
    expectEach(
      'tmpfs options',
      pluck(tmpfs, ({ flags }) => flags),
      (flags) => !flags.some((flag) => LOOSE.has(flag)),
      (flags) => flags.join(',') || 'default',
    ),
});
