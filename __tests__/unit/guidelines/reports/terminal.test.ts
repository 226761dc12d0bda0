import { renderTerminal } from '../../../../guidelines';
import { AUDIT, CLEAN, UNSETTLED } from './audit';

test('failures with all surfaces, what is accepted, the counts, and what was not looked at', () => {
  expect(renderTerminal(AUDIT)).toBe(`Findings (1)

✘ SDG-09.2 low   no init process reaps processes whose parent has ended
    (guideline 9)
    impact: zombies fill the process limit until the app cannot start a process
    fix:    drop \`init = false\`: HardenedContainer sets it
    docker_container.x                                          synth, plan
      init = false

1 unknown value is told by a later surface.

Accepted (1)

~ SDG-10.6 high   the files of the image can be changed
    docker_container.x                                          synth, plan
      read_only = false
    accepted: because of <a> test (ana, until 2027-01-10, which is within 14
              days)

Summary
        rules   passed   failed   unknown   accepted   not applicable
synth       5        2        1         1          1                0
plan        5        3        1         0          1                0
live    not looked at: no engine answers
`);
});

test('unknown values have a section of their own', () => {
  expect(renderTerminal(UNSETTLED)).toContain(`Unknown: counts as a finding until the value is known (1)

? SDG-06.1 medium   memory is not limited, or by more than the host has
    (guideline 6, CIS 5.11, OWASP 7, NIST 4.4.3)
    impact: one leak takes the memory of the host, and the kernel kills
            neighbours
    fix:    set \`memory: Memory.mebibytes(…)\`, or use Memory.unlimited(reason)
    docker_container.x                                          synth
      memory = \${var.memory}
`);
  expect(renderTerminal(UNSETTLED)).toContain('accepted: because of <a> test (ana, until 2027-03-01)\n');
});

test('nothing wrong is only a summary, and colours are for terminals', () => {
  expect(renderTerminal(CLEAN)).toMatch(/^Summary\n/);
  expect(renderTerminal(AUDIT)).not.toContain('\u001b');
  expect(renderTerminal(AUDIT, { colors: true })).toContain('\u001b[1mFindings (1)');
});
