import { Construct } from 'constructs';
import fc from 'fast-check';
import { HardenedContainer, SeccompProfile, SystemCall } from '../../../constructs';
import { ABSENT, LIMITED } from '../../../constructs/container/seccomp/limited-calls';
import { ALLOWED, ALLOWED_BY_CAPABILITY, DENIED, LEFT_OUT_BY_STRICT, setOf } from '../../../constructs/container/seccomp/system-calls';
import { DANGEROUS_SYSCALLS } from '../../../guidelines/dangerous-syscalls';
import { permits, seccompProfile } from '../../../guidelines/normalise/seccomp-profile';
import { DockerTemplate } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';

const REASON = 'because of a test';
const LISTS = { ...ALLOWED, ...ALLOWED_BY_CAPABILITY, ...DENIED, limited: Object.keys(LIMITED).join(' '), absent: [...ABSENT].join(' ') };
const ALLOWABLE = [...setOf(...Object.values(DENIED), ...Object.values(ALLOWED_BY_CAPABILITY)), ...Object.keys(LIMITED), ...ABSENT];

interface Entry {
  readonly names: readonly string[];
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly unknown[];
  readonly includes?: { readonly caps: readonly string[] };
}

interface Profile {
  readonly defaultAction: string;
  readonly defaultErrnoRet: number;
  readonly archMap: readonly unknown[];
  readonly syscalls: readonly Entry[];
}

function parsed({ securityOptions }: SeccompProfile): Profile {
  expect(securityOptions).toHaveLength(1);
  return JSON.parse(textOf(securityOptions[0])) as Profile;
}

function textOf(option = ''): string {
  return option.replace(/^seccomp=/, '');
}

/** Calls that get through with these arguments, for a container without capabilities. */
function lets(profile: SeccompProfile, name: string, args: Readonly<Record<number, bigint>> = {}): boolean | undefined {
  const document = seccompProfile(textOf(profile.securityOptions[0]));
  return document === undefined ? undefined : permits(document, { name, args }, () => false);
}

test('every call is in one list', () => {
  const names = Object.values(LISTS).flatMap((list) => list.split(' '));

  expect(names.length).toBeGreaterThan(380);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.filter((name) => !/^[a-z_][a-z0-9_]*$/.test(name))).toEqual([]);
});

test('a profile denies by default with EPERM, knows two architectures, and tells that clone3 does not exist', () => {
  expect(parsed(SeccompProfile.hardened())).toMatchObject({
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 1,
    archMap: [
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
    ],
    syscalls: expect.arrayContaining([{ names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }]),
  });
});

describe.each([
  ['hardened', SeccompProfile.hardened()],
  ['strict', SeccompProfile.strict()],
])('%s', (name, profile) => {
  test('is one compact line with sorted keys and names, short enough for every argument list', () => {
    const text = textOf(profile.securityOptions[0]);

    expect(text).toBe(JSON.stringify(JSON.parse(text)));
    expect(text).not.toMatch(/\$\{|%\{/);
    expect(text.length).toBeLessThan(7000);
    expect(Object.keys(parsed(profile))).toEqual([...Object.keys(parsed(profile))].sort());
    for (const { names } of parsed(profile).syscalls) expect(names).toEqual([...new Set(names)].sort());
  });

  test('lets no escape through, whatever capabilities the container holds', () => {
    const document = seccompProfile(textOf(profile.securityOptions[0]));
    if (document === undefined) throw new Error('no profile');

    expect(DANGEROUS_SYSCALLS.length).toBeGreaterThan(50);
    expect(DANGEROUS_SYSCALLS.filter((call) => permits(document, call, () => true) !== false).map(({ label }) => label)).toEqual([]);
  });

  test.each([
    'accept4',
    'clone',
    'epoll_pwait2',
    'execve',
    'faccessat2',
    'futex_waitv',
    'landlock_restrict_self',
    'openat2',
    'rseq',
    'seccomp',
  ])('lets %s through', (call) => {
    expect(lets(profile, call)).toBe(true);
  });

  test('lets sockets of four families through, and of netlink one protocol', () => {
    const families = Array.from({ length: 64 }, (_, family) => BigInt(family));

    expect(families.filter((family) => lets(profile, 'socket', { 0: family, 2: 0n }))).toEqual([1n, 2n, 10n, 16n]);
    expect(families.filter((protocol) => lets(profile, 'socket', { 0: 16n, 2: protocol }))).toEqual([0n]);
  });

  test('lets files, pipes and sockets be made, and no device', () => {
    const types = Array.from({ length: 16 }, (_, type) => BigInt(type) << 12n);
    const made = [0n, 0o010_000n, 0o100_000n, 0o140_000n];

    expect(types.filter((type) => lets(profile, 'mknod', { 1: type | 0o600n }))).toEqual(made);
    expect(types.filter((type) => lets(profile, 'mknodat', { 2: type | 0o777n }))).toEqual(made);
  });

  test('lets processes and threads be made, and no namespace', () => {
    const flags = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => lets(profile, 'clone', { 0: (1n << BigInt(bit)) | 17n }));

    expect(Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => !flags.includes(bit))).toEqual([17, 25, 26, 27, 28, 29, 30]);
  });

  test('is the same each time', () => {
    const again = name === 'strict' ? SeccompProfile.strict() : SeccompProfile.hardened();

    expect(again.securityOptions).toEqual(profile.securityOptions);
  });
});

test('strict is hardened without what few programs need', () => {
  const [hardened, strict] = [SeccompProfile.hardened(), SeccompProfile.strict()].map((profile) =>
    parsed(profile)
      .syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW')
      .flatMap(({ names }) => names),
  );

  expect(hardened?.filter((name) => strict?.includes(name) !== true).sort()).toEqual([...LEFT_OUT_BY_STRICT].sort());
  expect(strict?.filter((name) => hardened?.includes(name) !== true)).toEqual([]);
  expect([...LEFT_OUT_BY_STRICT]).toEqual(
    expect.arrayContaining(['shmget', 'semop', 'msgsnd', 'mq_open', 'vmsplice', 'memfd_secret', 'chroot']),
  );
});

test('calls of a capability are there for the container that holds it', () => {
  const entries = parsed(SeccompProfile.hardened()).syscalls.filter(({ includes }) => includes !== undefined);

  expect(entries.map(({ names, includes }) => [includes?.caps, names])).toEqual([
    [['CAP_SYS_CHROOT'], ['chroot']],
    [['CAP_SYS_NICE'], ['get_mempolicy', 'mbind', 'set_mempolicy', 'set_mempolicy_home_node']],
  ]);
  expect(lets(SeccompProfile.hardened(), 'chroot')).toBe(false);
});

describe('further calls', () => {
  const strict = SeccompProfile.strict();
  const [{ names: free } = { names: [] }] = parsed(strict).syscalls;

  test.each(ALLOWABLE)('%s gets through with any arguments, and no other call does', (name) => {
    const { syscalls } = parsed(SeccompProfile.strict(SystemCall.allow(name, REASON)));

    expect(syscalls.filter(({ names }) => names.includes(name))).toEqual([{ names: [...free, name].sort(), action: 'SCMP_ACT_ALLOW' }]);
    expect(syscalls.slice(1).flatMap(({ names }) => names)).toEqual(
      parsed(strict)
        .syscalls.slice(1)
        .flatMap(({ names }) => names.filter((other) => other !== name)),
    );
  });

  test('their order makes no difference', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ALLOWABLE, { maxLength: 5 }), (names) => {
        const [there, back] = [names, [...names].reverse()].map((some) =>
          SeccompProfile.hardened(...some.map((name) => SystemCall.allow(name, REASON))),
        );
        expect(there?.securityOptions).toEqual(back?.securityOptions);
      }),
    );
  });

  test.each(['read', 'ptrac', 'PTRACE', '', 'ptrace '])('%j is refused', (name) => {
    expect(() => SystemCall.allow(name, REASON)).toThrow(
      `SystemCallRefused: system call ${JSON.stringify(name)} must be one that a profile denies or limits: _sysctl, acct, add_key, `,
    );
  });
});

test('a profile attached to a scope is in force below it, unless a container has its own', () => {
  const stack = tenant();
  const scope = new Construct(stack, 'Scope');
  SeccompProfile.attach(scope, SeccompProfile.strict());
  new HardenedContainer(scope, 'Strict', { ...REQUIRED_PROPS, name: 'strict' });
  new HardenedContainer(scope, 'Own', { ...REQUIRED_PROPS, name: 'own', seccomp: SeccompProfile.hardened() });
  new HardenedContainer(stack, 'Beside', { ...REQUIRED_PROPS, name: 'beside' });
  const template = DockerTemplate.of(stack);
  const optionsAt = (path: string): unknown => template.containerAt(path).values.security_opts;

  expect(optionsAt('acme/Scope/Strict')).toEqual(['no-new-privileges:true', ...SeccompProfile.strict().securityOptions]);
  expect(optionsAt('acme/Scope/Own')).toEqual(['no-new-privileges:true', ...SeccompProfile.hardened().securityOptions]);
  expect(optionsAt('acme/Beside')).toEqual(optionsAt('acme/Scope/Own'));
});
