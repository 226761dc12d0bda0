import {
  Capability,
  Cpu,
  HealthCheck,
  Memory,
  Pids,
  PrivilegeEscalation,
  RootFilesystem,
  SeccompProfile,
  SystemCall,
  User,
} from '../../../constructs';
import type { HardenedSetting } from '../../../constructs/hardened-setting';

const REASON = 'because of a test';

const EXEMPTIONS: readonly (readonly [string, (reason: string) => HardenedSetting])[] = [
  ['memory limit', (reason) => Memory.unlimited(reason)],
  ['cpu quota', (reason) => Cpu.unlimited(reason)],
  ['pids limit', (reason) => Pids.unlimited(reason)],
  ['health check', (reason) => HealthCheck.none(reason)],
  ['no new privileges', (reason) => PrivilegeEscalation.allowed(reason)],
  ['read-only root', (reason) => RootFilesystem.writable(reason)],
  ['seccomp profile', (reason) => SeccompProfile.unconfined(reason)],
  ['hardened seccomp profile', (reason) => SeccompProfile.engineDefault(reason)],
  ['no system call ptrace', (reason) => SystemCall.allow('ptrace', reason)],
  ['numeric non-root user', (reason) => User.fromImage(reason)],
  ['no capability NET_RAW', (reason) => Capability.add('NET_RAW', reason)],
];

describe.each(EXEMPTIONS)('switching off the %s', (name, off) => {
  test('leaves an exemption with the reason', () => {
    expect(off(REASON).exemption).toMatchObject({ default: name, reason: REASON });
  });

  test.each(['', 'too short', '   padded   '])('for %j is refused', (reason) => {
    expect(() => off(reason)).toThrow(
      new Error(
        `ReasonTooShort: reason ${JSON.stringify(reason)} for switching off the ${name} must have at least 10 characters; say what needs it and what limits the damage`,
      ),
    );
  });
});

test.each([
  Memory.mebibytes(6),
  Cpu.cores(1),
  Pids.atMost(8),
  HealthCheck.tcp(),
  PrivilegeEscalation.denied(),
  RootFilesystem.readOnly(),
  SeccompProfile.hardened(),
  SeccompProfile.strict(),
  User.of(1),
])('the default leaves none (%#)', (setting) => {
  expect(setting.exemption).toBeUndefined();
});
