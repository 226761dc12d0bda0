import { hostPath, isWithin } from '../normalise/host-path';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** `/dev/fd` is a link to `/proc/self/fd`. */
const KERNEL = ['/dev/fd', '/proc', '/sys'];

export const workingDirectory = defineRule({
  id: 'SDG-10.7',
  severity: 'high',
  references: { nist: ['4.4.1'] },
  title: 'the container starts in a directory of the kernel',
  impact: 'a working directory below /proc/self/fd leads to the host (CVE-2024-21626)',
  remediation: 'set `working_dir` to a directory of the image',
  appliesTo: ['container'],
  check: ({ workingDirectory }) => [
    expectValue(
      'working_dir',
      workingDirectory,
      (path) => path === undefined || !KERNEL.some((kernel) => isWithin(hostPath(path), kernel)),
    ),
  ],
});
