import { Construct } from 'constructs';
import fc from 'fast-check';
import {
  AppArmorPolicy,
  AppArmorProfile,
  Capability,
  HardenedContainer,
  Listener,
  HealthCheck,
  RootFilesystem,
  Size,
  WritablePath,
  appArmorProfilesBelow,
  type AppArmorProfileProps,
  type HardenedContainerProps,
} from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { EXAMPLES } from '../../fixture/examples';
import { REQUIRED_PROPS, everyProp } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';

const REASON = 'because of a test';

function profileOf(props: Partial<HardenedContainerProps> = {}): AppArmorProfile {
  return new HardenedContainer(tenant(), 'App', { ...REQUIRED_PROPS, ...props }).appArmor;
}

/** Rules of a profile, without its frame and comments. */
function rulesOf(profile: AppArmorProfile): readonly string[] {
  const lines = profile.render().split('\n');
  return lines.filter((line) => line.startsWith('  ') && !line.startsWith('  #')).map((line) => line.trim());
}

/** Rules that the first has and the second has not. */
function more(first: AppArmorProfile, second: AppArmorProfile): readonly string[] {
  return rulesOf(first).filter((rule) => !rulesOf(second).includes(rule));
}

test('it has a frame that parsers since 3.0 take, and only whole rules in it', () => {
  const lines = profileOf().render().split('\n');

  expect(lines.slice(0, 3)).toEqual(['abi <abi/3.0>,', '', 'profile test-acme-app flags=(attach_disconnected,mediate_deleted) {']);
  expect(lines.slice(-2)).toEqual(['}', '']);
  expect(rulesOf(profileOf()).filter((rule) => !rule.endsWith(','))).toEqual([]);
});

test('by default it writes to /tmp and to what the kernel offers everybody, and runs only what is in the image', () => {
  const writes = rulesOf(profileOf()).filter((rule) => /^["/].*\s\w*[wa]\w*,$/.test(rule));

  expect(writes).toEqual([
    '"/tmp/" rw,',
    '"/tmp/**" rwkl,',
    '/dev/{full,null,random,tty,urandom,zero} rw,',
    '/dev/{ptmx,console,pts/**} rw,',
    '/dev/{mqueue,shm}/** rwkl,',
    '/proc/[0-9]*/{,task/[0-9]*/}comm rw,',
    '/proc/[0-9]*/{,task/[0-9]*/}{coredump_filter,oom_adj,oom_score_adj,timerslack_ns} rw,',
  ]);
  expect(rulesOf(profileOf())).toEqual(expect.arrayContaining(['/** mrix,', 'audit deny "/tmp/**" mx,']));
});

test.each([
  'audit deny mount,',
  'audit deny remount,',
  'audit deny umount,',
  'audit deny pivot_root,',
  'audit deny network inet raw,',
  'audit deny network packet,',
  'audit deny network alg,',
  'deny network netlink,',
  'audit deny /{bin,boot,etc,lib,lib32,lib64,libx32,sbin,usr}/** wl,',
  'audit deny /proc/{bus,fs,irq,sys}/** wkl,',
  'audit deny /sys/** wkl,',
  'audit deny /{,var/}run/{docker,containerd,crio,podman,buildkit}{,.sock,/**} mrwklx,',
])('it has %s', (rule) => {
  expect(rulesOf(profileOf())).toContain(rule);
});

test('no rule gives capabilities, mounts, signals to others, or a way into another profile', () => {
  const allowing = rulesOf(profileOf()).filter((rule) => !rule.includes('deny'));

  expect(allowing.filter((rule) => /^(capability|mount|remount|umount|pivot_root|change_profile|file|network)\b\s*,?$/.test(rule))).toEqual(
    [],
  );
  expect(allowing.filter((rule) => /^(capability|change_profile|mount|dbus)/.test(rule))).toEqual([]);
  expect(allowing.filter((rule) => rule.startsWith('signal (send') || rule.startsWith('ptrace'))).toEqual([
    'signal (send, receive) peer=test-acme-app,',
    'ptrace (read, readby, trace, tracedby) peer=test-acme-app,',
  ]);
  expect(allowing.filter((rule) => /[uUpPcC]x,$/.test(rule))).toEqual([]);
});

test('what is declared, and nothing else, adds a rule', () => {
  const plain = profileOf();
  const { files, capabilities } = everyProp(tenant());

  expect(
    more(profileOf({ writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(1)), WritablePath.tmpfs('/cache', Size.mebibytes(1))] }), plain),
  ).toEqual(['"/cache/" rw,', '"/cache/**" rwkl,', 'audit deny "/cache/**" mx,']);
  const native = WritablePath.executableTmpfs('/native', Size.mebibytes(1), REASON);
  expect(more(profileOf({ writable: [native] }), plain)).toEqual(['"/native/" rw,', '"/native/**" mrwklix,']);
  expect(more(profileOf({ files }), plain)).toEqual(['audit deny "/etc/app/**" mwklx,']);
  expect(more(profileOf({ capabilities: [Capability.add('CHOWN', REASON)] }), plain)).toEqual(['capability chown,']);
  expect(more(profileOf({ capabilities }), plain)).toEqual(['capability net_raw,', 'network inet raw,', 'network inet6 raw,']);
  expect(more(plain, profileOf({ capabilities }))).toEqual(['audit deny network inet raw,', 'audit deny network inet6 raw,']);
  expect(more(profileOf({ rootFilesystem: RootFilesystem.writable(REASON) }), plain)).toEqual(['/** rwkl,']);
  expect(more(profileOf({ appArmor: AppArmorPolicy.generatedWithNetlink() }), plain)).toEqual(['network netlink raw,']);
  expect(more(plain, profileOf({ listener: Listener.none(), healthCheck: HealthCheck.command(['true']) }))).toEqual([
    'network inet stream,',
    'network inet dgram,',
    'network inet6 stream,',
    'network inet6 dgram,',
  ]);
});

test('a denial leaves out what may run below it, and nothing beside it', () => {
  const memory = (path: string): WritablePath => WritablePath.executableTmpfs(path, Size.mebibytes(1), REASON);
  const denials = (...writable: readonly WritablePath[]): readonly string[] =>
    rulesOf(profileOf({ writable })).filter((rule) => rule.startsWith('audit deny "'));

  expect(denials(memory('/tmp'))).toEqual([]);
  expect(denials(memory('/tmp/native'))).toEqual([]);
  expect(denials(memory('/tmpfs'))).toEqual(['audit deny "/tmp/**" mx,']);
  expect(denials(memory('/native'), WritablePath.tmpfs('/native/data', Size.mebibytes(1)))).toEqual([
    'audit deny "/native/data/**" mx,',
    'audit deny "/tmp/**" mx,',
  ]);
});

test('one profile serves all replicas and generations of an app', () => {
  const app = (slot: number): Partial<HardenedContainerProps> => ({ name: `shop-${String(slot)}`, app: { name: 'shop', slot } });

  expect(profileOf(app(1)).name).toBe('test-acme-shop');
  expect(profileOf(app(1)).render()).toBe(profileOf({ ...app(2), environment: { VERSION: '2' } }).render());
});

test('only a generated policy names the profile to the engine', () => {
  const stack = tenant();
  const scope = new Construct(stack, 'Scope');
  AppArmorPolicy.attach(scope, AppArmorPolicy.generated());
  new HardenedContainer(scope, 'Generated', { ...REQUIRED_PROPS, name: 'generated' });
  new HardenedContainer(scope, 'Own', { ...REQUIRED_PROPS, name: 'own', appArmor: AppArmorPolicy.engineDefault() });
  new HardenedContainer(stack, 'Default', { ...REQUIRED_PROPS, name: 'default' });
  const template = DockerTemplate.of(stack);
  const optionsAt = (path: string): unknown => template.containerAt(path).values.security_opts;

  expect(optionsAt('acme/Scope/Generated')).toContain('apparmor=test-acme-generated');
  expect(JSON.stringify([optionsAt('acme/Scope/Own'), optionsAt('acme/Default')])).not.toContain('apparmor');
});

test('a stack lists its profiles, the gateway of a synthesized one included', () => {
  const names = Object.entries(EXAMPLES).map(([name, make]) => {
    const stack = make();
    DockerTemplate.of(stack);
    return [name, appArmorProfilesBelow(stack).map((profile) => profile.name)];
  });

  expect(Object.fromEntries(names)).toEqual({
    platform: ['test-certificate-authority', 'test-router'],
    acme: [
      ...['test-acme-gateway', 'test-acme-migration', 'test-acme-orders', 'test-acme-orders-migration-1-binding'],
      ...[
        'test-acme-orders-shop-1-binding',
        'test-acme-orders-worker-1-binding',
        'test-acme-sessions',
        'test-acme-sessions-shop-1-binding',
      ],
      ...['test-acme-shop', 'test-acme-worker', 'test-certificate-acme', 'test-intermediate-acme'],
    ],
    globex: [
      ...['test-certificate-globex', 'test-globex-api', 'test-globex-gateway', 'test-globex-quotes', 'test-globex-quotes-api-1-binding'],
      ...['test-globex-site', 'test-intermediate-globex'],
    ],
  });
});

test('every path is written so that it means itself', () => {
  const props: AppArmorProfileProps = {
    ...{ name: 'x', files: [], executable: [], isRootWritable: false, capabilities: [], isNetworked: false, hasNetlink: false },
    writable: [],
  };
  fc.assert(
    fc.property(fc.stringMatching(/^(\/[a-z*?[\]{}^@#"\\()<>!$&|;=+~-]{1,8}){1,3}$/), (path) => {
      const [directory = ''] = more(new AppArmorProfile({ ...props, writable: [path] }), new AppArmorProfile(props));
      expect(directory).toMatch(/^"[^]*\/" rw,$/);
      expect(directory.slice(1, -'/" rw,'.length).replace(/\\(.)/g, '$1')).toBe(path);
      expect(directory.slice(1, -'/" rw,'.length).replace(/\\./g, '')).not.toMatch(/["*?[\]{}^@#]/);
    }),
  );
});
