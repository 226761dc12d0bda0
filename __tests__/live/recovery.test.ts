import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { getSecurely } from './harness/https';
import { HOST, LIVE_KEY, Recovering, seeded, scenarioOf } from './harness/recovering';

const FULL_DISKS = isFull ? 10 : 1;

/** What becomes of a deployment when a deploy meets something else than the last one left: one plain `up` heals it. */
describeLive('recovery', () => {
  let deployment: Recovering;

  beforeAll(async () => {
    deployment = await Recovering.deployed('recovery');
  });

  afterAll(() => deployment.project.remove());

  test('everything that a deploy makes has our labels', async () => {
    const { docker, instance } = deployment.project;
    const isOurs = (labels: Readonly<Record<string, string>> | null | undefined): boolean => labels?.['appengine.instance'] === instance;
    const containers = (await docker.listContainers({ all: true })).filter(({ Names: [name = ''] }) => name.startsWith(`/${instance}-`));
    const mounted = new Set(containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? [])));
    const volumes = (await docker.listVolumes()).Volumes.filter(({ Name }) => Name.startsWith(`${instance}-`) || mounted.has(Name));
    const networks = (await docker.listNetworks()).filter(({ Name }) => Name.startsWith(`${instance}-`));
    expect([containers.length, volumes.length, networks.length].every((count) => count > 3)).toBe(true);
    expect([...containers, ...volumes, ...networks].filter(({ Labels }) => !isOurs(Labels))).toEqual([]);
  });

  test('what was stopped, cut off or changed by hand is mended, and told', async () => {
    const { docker, instance } = deployment.project;
    const [gateway] = [...(await deployment.project.containers({ role: 'gateway' })).values()];
    const [replica = '', other = ''] = [...(await deployment.project.containers({ role: 'replica' })).values()];
    const network = docker.getNetwork(`${instance}-acme-apps`);
    const before = await docker.getContainer(replica).inspect();
    await docker.getContainer(gateway ?? '').kill();
    await docker.getContainer(replica).update({ Memory: 200 << 20, MemorySwap: 200 << 20, PidsLimit: -1, CpuQuota: 90_000 });
    await docker.getContainer(replica).rename({ name: `${instance}-old` });
    await network.disconnect({ Container: other, Force: true });
    const strange = await docker.createNetwork({ Name: `${instance}-strange`, Labels: { 'appengine.instance': instance } });
    await strange.connect({ Container: other });
    const { stdout: status, exitCode } = await deployment.project.appengine('status');
    expect({ exitCode, status }).toMatchObject({ exitCode: 2, status: expect.stringContaining('the gateway is stopped') as string });
    const said = await deployment.heals();
    expect(said).toMatch(/stopped, started again: recovery-acme-gateway-/);
    expect(said).toMatch(/changed by hand, set back: recovery-acme-shop-/);
    expect(said).toMatch(/renamed by hand, has its name again: recovery-acme-shop-/);
    expect(said).toMatch(/cut off from a network, connected again: recovery-acme-shop-/);
    expect(said).toMatch(/connected with a network by hand, taken out again: recovery-acme-shop-/);
    const after = await docker.getContainer(replica).inspect();
    expect(limitsOf(after)).toEqual(limitsOf(before));
    expect(after.Name).toBe(before.Name);
    expect(Object.keys((await docker.getContainer(other).inspect()).NetworkSettings.Networks)).toEqual([`${instance}-acme-apps`]);
    await strange.remove();
  });

  test('what was added by hand under our labels is removed, and a foreign image loses the name of ours', async () => {
    const { docker, instance } = deployment.project;
    const [replica = ''] = [...(await deployment.project.containers({ role: 'replica' })).values()];
    const { Image: image, Config: config } = await docker.getContainer(replica).inspect();
    const labels = { 'appengine.instance': instance, 'appengine.stack': 'acme', 'appengine.role': 'volume' };
    await docker.createContainer({ name: `${instance}-added`, Image: image, Labels: labels });
    await docker.createNetwork({ Name: `${instance}-added`, Labels: labels });
    await docker.createVolume({ Name: `${instance}-added`, Labels: labels });
    const [probe] = await docker.listImages({ filters: { reference: ['appengine.invalid/*/probe'] } });
    const [repository = '', tag = ''] = config.Image.split(':');
    await docker.getImage(probe?.Id ?? '').tag({ repo: repository, tag });
    const said = await deployment.heals();
    expect(said).toContain(`left by a deploy that did not end: ${instance}-added`);
    expect(said).toContain(`known to no state, removed: ${instance}-added`);
    expect(said).toContain(`gone from the engine, made again: ${config.Image}`);
    expect((await docker.getImage(config.Image).inspect()).Id).not.toBe(probe?.Id);
  });

  test('what was removed by hand is made again, and told', async () => {
    const { docker, instance } = deployment.project;
    const [replica = ''] = [...(await deployment.project.containers({ role: 'replica' })).values()];
    const [gateway = ''] = [...(await deployment.project.containers({ role: 'gateway' })).values()];
    const { Name: name, Config: config } = await docker.getContainer(replica).inspect();
    const { Mounts: mounts } = await docker.getContainer(gateway).inspect();
    const network = docker.getNetwork(`${instance}-acme-apps`);
    for (const id of (await deployment.project.containers({ tenant: 'acme' })).values())
      await network.disconnect({ Container: id, Force: true });
    await network.remove();
    await docker.getContainer(replica).remove({ force: true });
    await docker.getContainer(gateway).remove({ force: true });
    const own = mounts.flatMap(({ Name: volume }) => (volume === undefined || volume.includes('-probe-') ? [] : [volume]));
    const volumes = [...own, `${instance}-certificate-authority`];
    for (const volume of volumes) {
      const users = await docker.listContainers({ all: true, filters: { volume: [volume] } });
      for (const { Id } of users) await docker.getContainer(Id).remove({ force: true });
      await docker.getVolume(volume).remove();
    }
    await docker.getImage(config.Image).remove({ force: true });
    const said = await deployment.heals();
    for (const gone of [`${instance}-acme-apps`, name.slice(1), config.Image, ...volumes]) {
      expect(said).toMatch(new RegExp(`gone from the engine, made again: .*${gone}`));
    }
    // Configuration, backends, certificates and the authority itself, which is another one now.
    expect(volumes.length).toBe(4);
    for (const volume of volumes)
      expect((await docker.getVolume(volume).inspect()).Labels).toMatchObject({ 'appengine.instance': instance });
    const authority = (await deployment.project.appengine('authority')).stdout;
    // The issuer looks whether there is another authority, and the gateway whether there is another certificate.
    const isTrusted = (): Promise<boolean> =>
      getSecurely(deployment.project.tlsPort, HOST, authority, '/healthz').then(
        ({ status }) => status === 200,
        () => false,
      );
    for (let attempt = 0; attempt < 60 && !(await isTrusted()); attempt++) await sleep(500);
    expect(await isTrusted()).toBe(true);
  });

  describe('a state that is', () => {
    const damages: Readonly<Record<string, () => void>> = {
      'cut off': () => {
        truncateSync(deployment.stateFile(), Math.floor(statSync(deployment.stateFile()).size / 2));
      },
      emptied: () => {
        truncateSync(deployment.stateFile(), 0);
      },
      'gone with its backup': () => {
        for (const file of [deployment.stateFile(), `${deployment.stateFile()}.backup`]) rmSync(file, { force: true });
      },
    };

    test.each(Object.entries(damages))('%s is brought back by an up, and nothing is replaced', async (_, damage) => {
      const before = await deployment.project.containers();
      damage();
      await deployment.heals();
      expect(await deployment.project.containers()).toEqual(before);
    });

    test('cut off is named by status, and brought back by state repair', async () => {
      const before = await deployment.project.containers();
      damages['cut off']?.();
      const { stdout, stderr, exitCode } = await deployment.project.appengine('status');
      expect({ exitCode, said: stdout + stderr }).toMatchObject({
        exitCode: 2,
        said: expect.stringContaining(deployment.stateFile()) as string,
      });
      expect(stdout + stderr).toContain('acme.tfstate.backup');
      expect(await deployment.project.appengine('state', 'repair')).toMatchObject({ exitCode: 0 });
      expect((await deployment.project.plan('acme')).exitCode).toBe(0);
      expect(await deployment.project.containers()).toEqual(before);
    });
  });

  test(`a disk that is full at ${String(FULL_DISKS)} moments of a deploy: one up is enough afterwards`, async () => {
    const directory = dirname(deployment.stateFile());
    const copy = `${directory}-copy`;
    cpSync(directory, copy, { recursive: true });
    await deployment.project.command('mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory);
    try {
      cpSync(copy, directory, { recursive: true });
      const random = seeded(12);
      for (let moment = 0; moment < FULL_DISKS; moment++) {
        const next = { version: `disk-${String(moment)}` };
        const up = deployment.startUp(next);
        const ended = once(up, 'exit');
        await deployment.terraform(up);
        await sleep(Math.round(random() * 4000));
        fill(join(directory, 'filler'));
        await ended;
        rmSync(join(directory, 'filler'));
        await deployment.heals(next);
      }
      cpSync(directory, copy, { recursive: true });
    } finally {
      await deployment.project.command('umount', directory);
      cpSync(copy, directory, { recursive: true });
      rmSync(copy, { recursive: true });
    }
  });

  test('a directory is built as docker build does it, and a step that fails is shown with its last words', async () => {
    const build = join(deployment.project.directory, 'image');
    mkdirSync(join(build, 'uploads'), { recursive: true });
    execFileSync('mkfifo', [join(build, 'pipe')]);
    writeFileSync(join(build, 'fä'), 'x');
    const head = ['ARG BASE', 'FROM ${BASE} AS runtime', 'ARG VERSION', 'USER 0:0', 'COPY . /context/'];
    const good = [
      ...head,
      `RUN --mount=type=secret,id=key test "$(cat /run/secrets/key)" = ${LIVE_KEY}`,
      // Names that the Dockerfile speaks of would be its own.
      `RUN test "$(cat "$(printenv NET''RC)")" = 'machine ${LIVE_KEY}' && test -s "$(printenv SSL_CERT''_FILE)"`,
      'USER 12345:12345',
      `RUN grep -q '${LIVE_KEY}$' "$(printenv NET''RC)" && test -s "$(printenv NODE_EXTRA_CA''_CERTS)" && test ! -w "$(printenv SSL_CERT''_FILE)"`,
      'USER 0:0',
      'RUN test "$VERSION" = 1 && test -d /context/uploads && test "$(cat /context/f*)" = x && test ! -e /sys/class/net/eth0',
      'USER 65532:65532',
      'FROM scratch',
      'COPY missing /missing',
    ];
    writeFileSync(join(build, 'Dockerfile'), [...head, "RUN echo 'the \\033[31mlast words' && ls /nonexist", ''].join('\n'));
    deployment.project.declare(scenarioOf({ ...deployment.current, build }));
    const failed = await deployment.project.appengine('up');
    const said = failed.stdout + failed.stderr;
    expect(failed.exitCode).not.toBe(0);
    expect(said).toMatch(/BuildFailed: acme\/BuiltImage: step \[[^\n]*RUN echo[^\n]* of "[^\n]*image\/Dockerfile" failed/);
    expect(said).toMatch(/\n +the last words\n[^]*\/nonexist[^]*exit code: 2/);

    const { docker, instance } = deployment.project;
    const repository = `appengine.invalid/${instance}/acme/image`;
    const earlier = ['oldest', 'older', 'old', 'used', 'late', 'last'];
    const [replica = ''] = [...(await deployment.project.containers({ role: 'replica' })).values()];
    // Images without anything in common, in this order.
    for (const tag of earlier) await docker.getContainer(replica).commit({ repo: repository, tag, pause: false });
    // Under no label of ours: what has them and is in no state is removed.
    const labels = { 'appengine.instance': 'another', 'appengine.stack': '', 'appengine.tenant': '' };
    const user = await docker.createContainer({ name: `${instance}-user`, Image: `${repository}:used`, Labels: labels });

    writeFileSync(join(build, 'Dockerfile'), [...good, ''].join('\n'));
    const netrc = join(deployment.project.directory, 'netrc');
    writeFileSync(netrc, `machine ${LIVE_KEY}`);
    process.env.NETRC = netrc;
    expect(await deployment.heals({ ...deployment.current, build })).toContain('images of earlier releases removed: 3');
    delete process.env.NETRC;
    expect(await deployment.project.state()).not.toContain(LIVE_KEY);
    const tags = (await docker.listImages({ filters: { reference: [repository] } })).flatMap(({ RepoTags }) => RepoTags ?? []);
    const [built, ...others] = tags.filter((tag) => !earlier.some((name) => tag.endsWith(`:${name}`)));
    expect(others).toEqual([]);
    expect(tags.sort()).toEqual([built, ...['last', 'late', 'used'].map((tag) => `${repository}:${tag}`)]);
    await user.remove();

    // A machine without the setting has the same tag, and builds nothing.
    await deployment.heals({ ...deployment.current, build });
    const left = await docker.createContainer({ Image: built ?? '', Cmd: ['none'] });
    for (const path of ['/run/secrets/appengine-netrc', '/run/secrets/appengine-ca', '/root/.netrc']) {
      await expect(left.infoArchive({ path })).rejects.toThrow(/404/);
    }
    await left.remove();
  });

  test('a nightly clean-up of stopped containers is no change', async () => {
    const before = await deployment.project.containers();
    await deployment.project.docker.pruneContainers({ filters: { label: [`appengine.instance=${deployment.project.instance}`] } });
    const { stdout } = await deployment.project.deploy(scenarioOf(deployment.current));
    // What signs certificates is there to be started again.
    expect(stdout).toMatch(/acme +(no changes|1 created)/);
    expect(await deployment.project.containers()).toEqual(before);
    await deployment.project.deploy(scenarioOf({ ...deployment.current, version: 'after-the-clean-up' }));
    expect(await deployment.version()).toBe('after-the-clean-up');
  });

  test('a state that cannot be read keeps nothing from being removed', async () => {
    truncateSync(deployment.stateFile(), 0);
    expect(await deployment.project.appengine('down', '--volumes', '--yes', '--keep-engine')).toMatchObject({ exitCode: 0 });
    expect(await deployment.project.leftovers()).toEqual([]);
  });
});

function limitsOf({ HostConfig: host }: ContainerInspectInfo): unknown {
  return [host.Memory, host.MemorySwap, host.PidsLimit, host.CpuQuota];
}

/** Leaves no byte on a disk. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  } catch {
    // It is full.
  }
}
