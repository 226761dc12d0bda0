import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../attack/harness/program';
import { runCommand, type CommandResult } from './harness/command';
import { describeLive } from './harness/describe-live';
import { Project } from './harness/project';
import { ELSEWHERE, REGISTRY } from './registry/names';
import { OtherHost } from './registry/other-host';

const CERTIFICATES = '/etc/docker/certs.d';
const LAYER_BYTES = 2 << 20;

/** A release goes to a registry with TLS and passwords, and to another host by its digest alone. */
describeLive('registry', () => {
  let project: Project;
  let other: OtherHost;
  let file: string;

  beforeAll(async () => {
    other = await OtherHost.start();
    project = await Project.fixture('storelive', {}, 'live/registry');
    file = join(project.directory, 'releases/acme/shop.json');
    mkdirSync(join(project.directory, 'shop'));
    writeFileSync(join(project.directory, 'shop/Dockerfile'), 'ARG BASE\nFROM ${BASE}\nCOPY version /version\nUSER 65532\n');
    change();
    await must('up');
  });

  afterAll(async () => {
    await onHost('rm -rf "$0"', `${CERTIFICATES}/${REGISTRY}`).catch(() => undefined);
    await project.remove();
    await other.remove();
  });

  async function must(...words: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine(...words);
    if (result.exitCode !== 0)
      throw new Error(`${words.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  /** Runs a program on the host of the engine, which may be another one than that of the test. */
  async function onHost(script: string, argument: string, input = ''): Promise<void> {
    const base = (await project.docker.listImages())
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .find((tag) => tag.startsWith('appengine.invalid/storelive/base:'));
    const encoded = Buffer.from(input).toString('base64');
    const options = ['run', '--rm', '--user', '0', '--userns', 'host', '--network', 'none', '--volume', '/etc/docker:/etc/docker'];
    await project.command('docker', ...options, '--env', `INPUT=${encoded}`, base ?? 'base', 'sh', '-c', script, argument);
  }

  /** Other sources: a layer that no other release has. */
  function change(): void {
    writeFileSync(join(project.directory, 'shop/version'), randomBytes(LAYER_BYTES));
  }

  interface Built {
    readonly number: number;
    readonly image: { readonly id: string; readonly tag: string; readonly repository: string; readonly reference?: string };
  }

  const build = (): Promise<CommandResult> => project.appengine('release', 'build', 'acme/shop', '--no-sbom', '--json');
  const builtBy = ({ stdout }: CommandResult): Built => (JSON.parse(stdout) as { readonly release: Built }).release;
  const nameOf = ({ image }: Built): string => `appengine.invalid/storelive/acme/shop:${image.tag}`;
  const elsewhere = (): Project => project.with({ ...other.environment, [ELSEWHERE]: '1' });
  const pullElsewhere = (): Promise<CommandResult> => elsewhere().appengine('release', 'pull', 'acme/shop');
  const password = async (user: string): Promise<string> => (await must('registry', 'password', user)).stdout.trim();

  async function imagesElsewhere(): Promise<string> {
    return other.engine.must('images', '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}');
  }

  let first: Built;

  test('no image goes to a registry whose certificate the engine does not trust, and no release is made', async () => {
    const refused = await build();
    expect({ exitCode: refused.exitCode, output: refused.stdout }).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/RegistryUntrusted[\s\S]*pushing acme\/shop .*x509.*certs\.d/) as string,
    });
    expect(JSON.parse((await must('registry', 'list', '--json')).stdout)).toMatchObject({ images: [] });
    const { stdout: authority } = await must('authority');
    await onHost('mkdir -p "$0" && echo "$INPUT" | base64 -d > "$0/ca.crt"', `${CERTIFICATES}/${REGISTRY}`, authority);
  });

  test('a release is pushed, and its file names the digest', async () => {
    first = builtBy(await build());
    expect(first.image.reference).toMatch(new RegExp(`^${REGISTRY}/acme/shop@sha256:[0-9a-f]{64}$`));
    expect(readFileSync(file, 'utf8')).toContain(first.image.reference);
    const { images } = JSON.parse((await must('registry', 'list', '--json')).stdout) as { readonly images: readonly object[] };
    expect(images).toMatchObject([
      { repository: 'acme/shop', digest: first.image.reference?.split('@')[1], tags: [first.image.tag], releases: ['acme/shop 1'] },
    ]);
    const names = (await project.docker.listImages()).flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])]);
    expect(names.filter((name) => name.startsWith(REGISTRY))).toEqual([]);
    await must('up');
    expect(await Promise.all(['platform', 'acme'].map(async (stack) => (await project.plan(stack)).exitCode))).toEqual([0, 0]);
  });

  test('passwords are in no state, no environment, no argument and no log', async () => {
    const secrets = await Promise.all(['push', 'pull'].map(password));
    expect(secrets).toEqual([expect.stringMatching(/^[0-9A-Za-z]{32}$/), expect.stringMatching(/^[0-9A-Za-z]{32}$/)]);
    const containers = await project.docker.listContainers({ all: true, filters: { label: ['appengine.instance=storelive'] } });
    const told = await Promise.all(
      containers.map(async ({ Id }) => {
        const container = project.docker.getContainer(Id);
        // What was never started has none.
        const logs = await container.logs({ stdout: true, stderr: true }).catch(() => Buffer.alloc(0));
        return `${JSON.stringify(await container.inspect())}${logs.toString('latin1')}`;
      }),
    );
    const all = `${told.join('\n')}${await project.state()}`;
    expect(all).toContain('pushed: ');
    for (const secret of secrets) expect(all).not.toContain(secret);
  });

  test('what the engine has lost comes back by its digest', async () => {
    const running = await project.only('replica', 'acme-shop');
    await project.docker.getContainer(running).remove({ force: true });
    await project.docker.getImage(nameOf(first)).remove({ force: true });
    const { stdout } = await must('up', '--only', 'acme');
    expect(stdout).toContain(`image pulled from ${REGISTRY}`);
    const container = await project.docker.getContainer(await project.only('replica', 'acme-shop')).inspect();
    expect(container.Image).toBe(first.image.id);
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test('another host gets nothing without trust, without a password, and with a wrong one', async () => {
    other.login(REGISTRY, 'pull', await password('pull'));
    const untrusting = await pullElsewhere();
    expect(untrusting.stderr).toMatch(/RegistryUntrusted: .*pulling .*x509/);
    other.trusts(REGISTRY, (await must('authority')).stdout);
    other.login(REGISTRY, 'pull', 'wrong');
    const refused = await pullElsewhere();
    expect(refused.stderr).toMatch(/RegistryRefused: .*pulling .*docker login/);
    expect((await elsewhere().with({ DOCKER_CONFIG: '/nowhere' }).appengine('release', 'pull', 'acme/shop')).stderr).toContain(
      'RegistryRefused',
    );
    expect([untrusting.exitCode, refused.exitCode, await imagesElsewhere()]).toEqual([1, 1, '']);
  });

  test('another host gets the same image, by the user who reads', async () => {
    other.login(REGISTRY, 'pull', await password('pull'));
    const { exitCode, stderr } = await pullElsewhere();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(await imagesElsewhere()).toBe(`${first.image.id} ${nameOf(first).replace(/:[^:]*$/, '')}:${first.image.tag}`);
    expect(await other.engine.must('image', 'inspect', '--format', '{{json .RepoDigests}}', first.image.id)).toBe('[]');
  });

  test('the user who reads does not write', async () => {
    const name = `${REGISTRY}/acme/shop:taken`;
    await other.engine.must('tag', first.image.id, name);
    const pushed = await runCommand('docker', ['push', name], { cwd: '/', environment: other.environment });
    await other.engine.must('rmi', name);
    expect({ exitCode: pushed.exitCode, said: pushed.stdout + pushed.stderr }).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('denied') as string,
    });
  });

  test('a tag that names something else changes nothing, and a release that names it is refused', async () => {
    // Who has the password of the user who writes, gives the tag of the release to another image.
    other.login(REGISTRY, 'push', await password('push'));
    const tag = `${REGISTRY}/acme/shop:${first.image.tag}`;
    const container = await other.engine.must('create', first.image.id);
    await other.engine.must('commit', container, tag);
    await other.engine.must('rm', container);
    const pushed = await runProgram(
      'docker',
      '--config',
      other.environment.DOCKER_CONFIG ?? '',
      '--host',
      other.environment.DOCKER_HOST ?? '',
      'push',
      tag,
    );
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(pushed.stdout) ?? [];
    await other.engine.must('rmi', '--force', tag, nameOf(first));
    expect((await pullElsewhere()).exitCode).toBe(0);
    expect(await imagesElsewhere()).toContain(first.image.id);

    await other.engine.must('rmi', '--force', nameOf(first));
    const committed = readFileSync(file, 'utf8');
    writeFileSync(file, committed.replace(/@sha256:[0-9a-f]{64}/, `@${digest}`));
    expect((await pullElsewhere()).stderr).toContain('ReleaseImageChanged: image');
    writeFileSync(file, committed.replace(`${REGISTRY}/`, 'registry.example.com/'));
    expect((await pullElsewhere()).stderr).toMatch(/RegistryForeign: release 1 .*registry\.example\.com.*Registry\.external/);
    writeFileSync(file, committed);
    expect(await imagesElsewhere()).toBe('');
  });

  test('what no release names is removed, and frees its layers; all others are as they were', async () => {
    const releases: Built[] = [first];
    writeFileSync(file, readFileSync(file, 'utf8').replace('"keep": 5', '"keep": 2'));
    while (releases.length < 4) {
      change();
      releases.push(builtBy(await build()));
    }
    const tried = JSON.parse((await must('registry', 'prune', '--dry-run', '--json')).stdout) as Pruned;
    const pruned = JSON.parse((await must('registry', 'prune', '--json')).stdout) as Pruned;
    expect(pruned.removed).toEqual(tried.wouldRemove);
    // Releases 1 and 2, and what was pushed under the tag of the first.
    const digestsOf = (images: readonly { readonly digest: string }[]): readonly string[] => images.map(({ digest }) => digest);
    expect(digestsOf(pruned.removed)).toHaveLength(3);
    expect(digestsOf(pruned.removed)).toEqual(
      expect.arrayContaining(releases.slice(0, 2).map(({ image }) => image.reference?.split('@')[1])),
    );
    expect(pruned.freed).toBeGreaterThan(2 * LAYER_BYTES);
    expect(pruned.freed).toBeLessThan(3 * LAYER_BYTES);
    process.stdout.write(`    registry: ${String(pruned.freed)} bytes freed, ${String(pruned.bytes)} left\n`);

    other.login(REGISTRY, 'pull', await password('pull'));
    expect((await pullElsewhere()).exitCode).toBe(0);
    expect(await imagesElsewhere()).toContain(releases[3]?.image.id);
    await must('release', 'rollback', 'acme/shop');
    expect((await pullElsewhere()).exitCode).toBe(0);
    expect(await imagesElsewhere()).toContain(releases[2]?.image.id);
    const gone = await runCommand('docker', ['pull', releases[1]?.image.reference ?? ''], { cwd: '/', environment: other.environment });
    expect(gone.stderr).toContain('manifest unknown');
  });

  interface Pruned {
    readonly removed: readonly { readonly digest: string }[];
    readonly wouldRemove: readonly { readonly digest: string }[];
    readonly freed: number | null;
    readonly bytes: number;
  }
});
