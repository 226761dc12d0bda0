import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appArmorProfilesBelow } from '../../constructs';
import { synthesize } from '../../testing/synthesize';
import { ATTACKS, type AttackId } from '../attack/attacks';
import { anyOf, outcomeOf } from '../attack/outcome';
import { EXAMPLES } from '../fixture/examples';
import { describeOnMachine } from './harness/describe-on-machine';
import { PreparedHost } from './harness/prepared-host';
import { OVERLAY } from './harness/recipe';
import { recordForTable } from './harness/record';

/** Exit code of `docker exec` for a program that is there and may not run. */
const CANNOT_BE_RUN = 126;

/** The library's own host: a remote one, with an LSM, that is deployed to over ssh. */
describeOnMachine('a prepared host', () => {
  let host: PreparedHost;

  beforeAll(async () => {
    host = await PreparedHost.start();
    await host.load(await host.synthesizeProfiles());
    await host.up();
  });

  afterAll(() => host.stop());

  test('11.3, 12.1, 13.3: the engine has what the rules for hosts ask for', async () => {
    expect(JSON.parse(await host.machine.read('docker', 'info', '--format', '{{json .}}'))).toMatchObject({
      SecurityOptions: expect.arrayContaining(['name=apparmor', 'name=seccomp,profile=default', 'name=userns']),
      CgroupVersion: '2',
      CgroupDriver: 'systemd',
      LiveRestoreEnabled: true,
      ExperimentalBuild: false,
      Debug: false,
      Driver: 'overlay2',
    });
  });

  test('03.3: every watch is in force, and what is watched is recorded', async () => {
    const declared = readFileSync(join(OVERLAY, 'etc/audit/rules.d/docker.rules'), 'utf8').split('\n');
    const watches = declared.filter((line) => line.startsWith('-w '));
    expect((await host.machine.read('auditctl', '-l')).trim().split('\n')).toEqual(watches);

    await host.machine.read('touch', '/etc/docker/daemon.json');
    const records = await host.machine.read('ausearch', '--input-logs', '--key', 'docker', '--file', '/etc/docker/daemon.json');
    expect(records).toContain('exe="/usr/bin/touch"');
  });

  test('a plan over ssh right after the deploy is empty', async () => {
    const { exitCode, stdout, stderr } = await host.project.plan('acme');
    expect({ exitCode, output: `${stdout}${stderr}` }).toMatchObject({ exitCode: 0 });
  });

  test('04.1: the deployed containers are confined by their own profiles, which are enforced', async () => {
    for (const app of ['shop', 'intruder']) {
      const { stdout } = await host.exec(app, 'cat', '/proc/self/attr/current');
      expect(stdout.trim()).toBe(`vm-acme-${app} (enforce)`);
    }
  });

  test('an app works under its profile', async () => {
    const replica = await host.replica('shop');
    const health = await host.machine.read('docker', 'inspect', '--format', '{{.State.Health.Status}}', replica);
    expect(health.trim()).toBe('healthy');
    const ask = `fetch('http://127.0.0.1:8080/products').then(async (answer) => console.log(answer.status, await answer.text()))`;
    expect(await host.exec('shop', 'node', '-e', ask)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^200 works: \/products/),
    });
  });

  test('a program brought along does not run, nor does anything write outside of what is declared', async () => {
    const copy = await host.exec('shop', 'cp', '/usr/bin/true', '/tmp/brought');
    expect(copy.exitCode).toBe(0);
    expect(await host.exec('shop', '/tmp/brought')).toMatchObject({ exitCode: CANNOT_BE_RUN });
    expect((await host.exec('shop', 'touch', '/app/left')).exitCode).toBe(1);
  });

  test('without an option the engine confines a container by its own profile', async () => {
    const image = await host.machine.read('docker', 'inspect', '--format', '{{.Config.Image}}', await host.replica('intruder'));
    const plain = ['docker', 'run', '--rm', '--entrypoint', 'cat', image.trim()];
    expect(await host.machine.read(...plain, '/proc/self/attr/current')).toBe('docker-default (enforce)\n');
    expect((await host.machine.read(...plain, '/proc/self/uid_map')).trim().split(/\s+/)).not.toEqual(['0', '0', '4294967295']);
  });

  // What a careless operator gives away; AppArmor is then all that is left.
  const GUIDELINE_4: Readonly<Partial<Record<AttackId, readonly string[]>>> = {
    'apparmor-proc-sys': ['rewrite', '--file', '/proc/sys/kernel/core_pattern'],
    'apparmor-mount': ['mount'],
    'apparmor-ptrace': ['ptrace', '--pid', '1'],
  };
  test.each(Object.entries(GUIDELINE_4) as [AttackId, readonly string[]][])(
    '4 %s: AppArmor alone makes the difference',
    async (id, attack) => {
      const careless = ATTACKS[id].plain.split(' ').slice(2);
      const confined = careless.map((option) => option.replace('apparmor=unconfined', 'apparmor=vm-acme-intruder'));
      const plain = outcomeOf(await host.attackWith(careless, ...attack));
      const ours = anyOf(outcomeOf(await host.attackWith(confined, ...attack)), outcomeOf(await host.attackInside(...attack)));
      recordForTable(id, { plain, ours });
      expect({ plain, ours }).toMatchObject({ plain: { succeeded: true }, ours: { succeeded: false } });
    },
  );

  test('the host loads the profile of every container of the examples', async () => {
    const profiles = Object.values(EXAMPLES).flatMap((example) => {
      const stack = example();
      // A tenant's gateway exists from then on.
      synthesize(stack);
      return appArmorProfilesBelow(stack);
    });
    expect(profiles.length).toBeGreaterThan(5);
    await host.load(profiles.map((profile) => ({ name: profile.name, text: profile.render() })));
    const { profiles: loaded } = JSON.parse(await host.machine.read('aa-status', '--json')) as { profiles: Record<string, string> };
    for (const { name } of profiles) expect(loaded).toMatchObject({ [name]: 'enforce' });
  });

  test('11.3: an update of the engine stops no container', async () => {
    const shop = await host.replica('shop');
    const started = ['docker', 'inspect', '--format', '{{.State.Running}} {{.State.StartedAt}}', shop];
    const before = await host.machine.read(...started);
    await host.machine.read('systemctl', 'restart', 'docker');
    expect(await host.machine.read(...started)).toBe(before);
  });
});
