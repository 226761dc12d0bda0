import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeccompProfile } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { get } from '../harness/http';
import { Project } from '../harness/project';
import type { Examples } from './examples';

/** Calls by their numbers on x86_64 and arm64, with arguments that would have an effect; `-` where the architecture has none. */
const PROGRAM = `
import ctypes, errno, platform, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
column = 0 if platform.machine() == 'x86_64' else 1

def call(numbers, *args):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(numbers[column]), *[ctypes.c_ulong(a) if isinstance(a, int) else a for a in args])
    return 'ok' if result >= 0 else errno.errorcode[ctypes.get_errno()]

def family(number, kind, protocol=0):
    try:
        socket.socket(number, kind, protocol).close()
        return 'ok'
    except OSError as error:
        return errno.errorcode[error.errno]

IPC_PRIVATE, IPC_CREAT = 0, 0o1600
found = {
    'ptrace': call((101, 117), 0, 0, 0, 0),
    'process_vm_readv': call((310, 270), 1, 0, 0, 0, 0, 0),
    'unshare(CLONE_NEWUSER)': call((272, 97), 0x10000000),
    'clone(CLONE_NEWUSER)': call((56, 220), 0x10000000 | 17, 0, 0, 0, 0),
    'clone3': call((435, 435), 0, 0),
    'mount': call((165, 40), b'none', b'/tmp', b'tmpfs', 0, 0),
    'keyctl': call((250, 219), 0, 0, 0),
    'io_uring_setup': call((425, 425), 1, 0),
    'bpf': call((321, 280), 0, 0, 0),
    'perf_event_open': call((298, 241), 0, 0, 0, 0, 0),
    'userfaultfd': call((323, 282), 0),
    'mknodat(S_IFCHR)': call((259, 33), -100 & 0xffffffff, b'/tmp/null', 0o20666, 0x103),
    'mknodat(S_IFIFO)': call((259, 33), -100 & 0xffffffff, b'/tmp/pipe', 0o10600, 0),
    'personality(ADDR_NO_RANDOMIZE)': call((135, 92), 0x40000),
    'personality(0xffffffff)': call((135, 92), 0xffffffff),
    'socket(AF_ALG)': family(38, socket.SOCK_SEQPACKET),
    'socket(AF_PACKET)': family(17, socket.SOCK_DGRAM),
    'socket(AF_VSOCK)': family(40, socket.SOCK_STREAM),
    'socket(AF_NETLINK, route)': family(16, socket.SOCK_RAW, 0),
    'socket(AF_NETLINK, audit)': family(16, socket.SOCK_RAW, 9),
    'socket(AF_INET6)': family(10, socket.SOCK_STREAM),
    'shmget': call((29, 194), IPC_PRIVATE, 4096, IPC_CREAT),
    'vmsplice': call((278, 75), 0, 0, 0, 0),
}
print('\\n'.join(name + ' ' + outcome for name, outcome in found.items()))
`;

/** What every profile of ours does with them; \`clone3\` does not exist, so that programs take \`clone\`. */
const EXPECTED: Readonly<Record<string, string>> = {
  ptrace: 'EPERM',
  process_vm_readv: 'EPERM',
  'unshare(CLONE_NEWUSER)': 'EPERM',
  'clone(CLONE_NEWUSER)': 'EPERM',
  clone3: 'ENOSYS',
  mount: 'EPERM',
  keyctl: 'EPERM',
  io_uring_setup: 'EPERM',
  bpf: 'EPERM',
  perf_event_open: 'EPERM',
  userfaultfd: 'EPERM',
  'mknodat(S_IFCHR)': 'EPERM',
  'mknodat(S_IFIFO)': 'ok',
  'personality(ADDR_NO_RANDOMIZE)': 'EPERM',
  'personality(0xffffffff)': 'ok',
  'socket(AF_ALG)': 'EPERM',
  'socket(AF_PACKET)': 'EPERM',
  'socket(AF_VSOCK)': 'EPERM',
  'socket(AF_NETLINK, route)': 'ok',
  'socket(AF_NETLINK, audit)': 'EPERM',
  'socket(AF_INET6)': 'ok',
};

/** Router, gateways, Node, Python, static files and a worker run under the profile that is the default, and it does what it says. */
export function hardenedProfile(examples: Examples): void {
  describe('the hardened seccomp profile', () => {
    inForce(() => examples.project, SeccompProfile.hardened(), { ...EXPECTED, shmget: 'ok', vmsplice: 'ok' });
  });
}

/** The same apps under the profile that forbids more, in a deployment of their own. */
export function strictProfile(): void {
  describe('the strict seccomp profile', () => {
    let project: Project;

    beforeAll(async () => {
      project = await Project.fixture('liveprofiles');
      symlinkSync(join(packageRoot(), 'apps'), join(project.directory, 'apps'));
      writeFileSync(join(project.directory, 'main.ts'), `import '../../../__tests__/live/fixture/strict-profile';\n`);
      expect(await project.appengine('up')).toMatchObject({ exitCode: 0, stderr: '' });
    });

    afterAll(() => project.remove());

    inForce(() => project, SeccompProfile.strict(), { ...EXPECTED, shmget: 'EPERM', vmsplice: 'EPERM' });

    test('nothing is left to change', async () => {
      for (const stack of ['platform', 'acme', 'globex']) expect((await project.plan(stack)).exitCode).toBe(0);
    });
  });
}

function inForce(deployed: () => Project, profile: SeccompProfile, calls: Readonly<Record<string, string>>): void {
  test('everything gets healthy under it, and answers', async () => {
    const apps = (await deployed().status()).tenants.flatMap((tenant) => tenant.apps);
    expect(apps.map((app) => [app.name, app.healthy])).toEqual([
      ['migration', 1],
      ['orders', 1],
      ['sessions', 1],
      ['shop', 2],
      ['worker', 1],
      ['api', 2],
      ['quotes', 1],
      ['site', 1],
    ]);
    for (const url of apps.flatMap(({ urls }) => urls)) {
      expect({ url, status: (await get(deployed().port, new URL(url).hostname)).status }).toEqual({ url, status: 200 });
    }
  });

  test('it is in force in every container', async () => {
    const containers = await deployed().containers();
    // A router, and for each tenant a gateway and an issuer of its certificate beside the apps and the services.
    expect(containers.size).toBe(14);
    const databases = [...(await deployed().containers({ app: 'orders' })).values()];
    for (const id of containers.values()) {
      const { HostConfig, State } = await deployed().docker.getContainer(id).inspect();
      const { securityOptions } = databases.includes(id) ? SeccompProfile.hardened() : profile;
      expect(HostConfig.SecurityOpt).toEqual(expect.arrayContaining([...securityOptions]));
      // Seen from the host: an issuer of certificates has no program that could tell.
      expect(readFileSync(`/proc/${String(State.Pid)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
    }
  });

  test('it stops the calls that lead out', async () => {
    const [container = ''] = [...(await deployed().containers({ app: 'api' })).keys()];
    const { stdout, stderr } = await deployed().exec(container, 'python3', '-c', PROGRAM);
    expect(stderr).toBe('');
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => /^(.*) (\w+)$/.exec(line)?.slice(1) ?? []);
    expect(Object.fromEntries(outcomes)).toEqual(calls);
  });
}
