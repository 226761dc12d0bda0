import { Capability, Memory, SystemCall } from '../../../../constructs';
import { RULES } from '../../../../guidelines';
import { acceptances } from '../../../../guidelines/cdktf/construct-waivers';
import { RULES_OF } from '../../../../guidelines/cdktf/rules-of-defaults';

const REASON = 'because of a test';

test('every rule that a default names is one, and can be waived', () => {
  const waivable = new Set(RULES.filter(({ unwaivable }) => unwaivable !== true).map(({ id }) => id));

  expect(
    Object.values(RULES_OF)
      .flat()
      .filter((id) => !waivable.has(id)),
  ).toEqual([]);
});

test.each([
  [Memory.unlimited(REASON).exemption, { id: 'memory-limit', default: 'memory limit' }],
  [Capability.add('CAP_CHOWN', REASON).exemption, { id: 'capability', subject: 'CHOWN', default: 'no capability CHOWN' }],
  [SystemCall.allow('ptrace', REASON).exemption, { id: 'system-call', subject: 'ptrace', default: 'no system call ptrace' }],
])('an off switch has an id beside its name (%#)', (exemption, expected) => {
  expect(exemption).toEqual({ ...expected, reason: REASON });
});

test('the reason for one capability accepts findings about that one', () => {
  const { exemption } = Capability.add('CHOWN', REASON);

  expect(exemption === undefined ? [] : acceptances('web/App', exemption)).toContainEqual({
    rule: 'SDG-14.4',
    target: 'web/App',
    finding: 'CHOWN',
    reason: REASON,
  });
});
