import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedPreview } from '../../operations/previews/deployed-previews';
import type { CommandResult } from './harness/command';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { Project } from './harness/project';
import { BACKED_UP, SEED_FILE, TOKEN_FILE } from './previews/names';

const TOKEN = 'a value that only the original may have';
const HOST = 'www.acme.localhost';

/** A preview is a tenant of its own: nothing of the original changes while it comes, serves and goes. */
describeLive('previews', () => {
  let project: Project;
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    project = await Project.fixture('previewlive', {}, 'live/previews');
    mkdirSync(join(project.directory, 'seeds'));
    writeFileSync(
      join(project.directory, SEED_FILE),
      'CREATE TABLE notes (number int);\nINSERT INTO notes SELECT generate_series(1, 7);\n',
    );
    writeFileSync(join(project.directory, TOKEN_FILE), TOKEN, { mode: 0o600 });
    await must('up');
    await ask('acme', 'INSERT INTO notes SELECT generate_series(1, 1000)');
    // The first backup is made as soon as the service is there.
    for (let made = false; !made;) {
      const { exitCode, stderr } = await project.appengine('backup', 'run', 'acme/orders');
      made = exitCode === 0;
      if (!made && !stderr.includes('BackupBusy')) throw new Error(stderr);
      if (!made) await sleep(1000);
    }
    await ask('acme', 'INSERT INTO notes SELECT generate_series(1, 50)');
    before = await project.containers({ stack: 'acme' });
  });

  afterAll(() => project.remove());

  async function must(...words: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine(...words);
    if (result.exitCode !== 0)
      throw new Error(`${words.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  /** An answer of the database, as the reader of a tenant asks it. */
  async function ask(tenant: string, statement: string): Promise<string> {
    const reader = await project.only('replica', `${tenant}-reader`);
    const { stdout: uri } = await project.exec(reader, 'cat', '/bindings/orders/uri');
    const answer = await project.exec(reader, 'psql', '--no-psqlrc', '--tuples-only', '--no-align', '--command', statement, uri);
    if (answer.exitCode !== 0) throw new Error(answer.stderr);
    return answer.stdout.trim();
  }

  const previews = async (): Promise<readonly (DeployedPreview & { readonly isOver: boolean; readonly urls: readonly string[] })[]> =>
    (JSON.parse((await must('preview', 'list', '--json')).stdout) as { readonly previews: [] }).previews;

  test('has the data of the last backup, a host of its own, and nothing of the original', async () => {
    const { seconds, stdout } = await must('preview', 'up', '--branch', BACKED_UP, '--json');
    process.stdout.write(`    previews: from the last backup in ${String(seconds)} s\n`);
    expect(JSON.parse(stdout)).toMatchObject({
      previews: [{ stack: 'acme-pr-1', tenant: 'acme', name: 'pr-1', branch: 'pr-1', limit: 1 }],
    });
    expect((await get(project.port, `pr-1.${HOST}`, '/healthz')).status).toBe(200);
    expect((await get(project.port, HOST, '/healthz')).status).toBe(200);
    // The backup, after which the migration of the branch has run.
    expect(await ask('acme-pr-1', 'SELECT count(*), sum(number), count(*) FILTER (WHERE migrated) FROM notes')).toBe('1000|500500|1000');
    expect(await ask('acme-pr-1', "SELECT tableowner, session_user FROM pg_tables WHERE tablename = 'notes'")).toBe(
      'orders-owner|reader-1',
    );
    await ask('acme-pr-1', 'DELETE FROM notes');
    expect(await ask('acme', 'SELECT count(*) FROM notes')).toBe('1050');
    const reader = await project.only('replica', 'acme-pr-1-reader');
    expect((await project.exec(reader, 'cat', '/bindings/token/value')).stdout).toMatch(/^[0-9A-Za-z]{32}$/);
  });

  test('changes no container of the original, and its plan is empty', async () => {
    expect(await project.containers({ stack: 'acme' })).toEqual(before);
    expect((await project.plan('acme')).exitCode).toBe(0);
    expect((await project.plan('acme-pr-1')).exitCode).toBe(0);
  });

  test('survives a plain deploy, and one that removes what is declared no more', async () => {
    const { stdout } = await must('up', '--remove-undeclared');
    expect(stdout).not.toContain('declared');
    expect(await project.containers({ stack: 'acme' })).toEqual(before);
    expect(await previews()).toMatchObject([{ stack: 'acme-pr-1', urls: [expect.stringContaining(`//pr-1.${HOST}`)] }]);
    expect((await get(project.port, `pr-1.${HOST}`, '/healthz')).status).toBe(200);
  });

  test('one more than the tenant may have is refused, until one is over', async () => {
    await must('preview', 'up', 'acme', '--branch', BACKED_UP);
    const refused = await project.appengine('preview', 'up', 'acme', '--branch', 'feature/x');
    expect({ exitCode: refused.exitCode, output: refused.stdout + refused.stderr }).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('PreviewsExhausted: acme has 1 previews, and may have 1: pr-1 (pr-1, until ') as string,
    });
    const [preview] = await previews();
    while (Date.now() < Date.parse(preview?.expires ?? '')) await sleep(1000);
    const { seconds } = await must('preview', 'up', 'acme', '--branch', 'feature/x');
    process.stdout.write(`    previews: another one removed, and one from a file in ${String(seconds)} s\n`);
    const [next, ...others] = await previews();
    expect([next?.branch, next?.name, others]).toEqual(['feature/x', expect.stringMatching(/^feature-x-[0-9a-f]{6}$/), []]);
    expect(await ask(next?.stack ?? '', 'SELECT count(*), count(*) FILTER (WHERE migrated) FROM notes')).toBe('7|7');
    expect((await get(project.port, `${next?.name ?? ''}.${HOST}`, '/healthz')).status).toBe(200);
    expect(await leftOf('acme-pr-1')).toEqual([]);
  });

  test('goes with its data, and the original stays', async () => {
    const [preview] = await previews();
    expect(JSON.parse((await must('preview', 'down', 'feature/x', '--json')).stdout)).toEqual({ removed: [`acme/${preview?.name ?? ''}`] });
    expect(await leftOf(preview?.stack ?? '')).toEqual([]);
    expect(await previews()).toEqual([]);
    expect((await project.appengine('preview', 'down', 'feature/x')).stderr).toContain('PreviewUnknown');
    expect((await project.appengine('preview', 'down', 'feature/x', '--if-exists')).exitCode).toBe(0);
    expect(await project.containers({ stack: 'acme' })).toEqual(before);
    expect((await project.plan('acme')).exitCode).toBe(0);
    expect(await ask('acme', 'SELECT count(*) FROM notes')).toBe('1050');
  });

  /** Everything of a stack that the engine has. */
  async function leftOf(stack: string): Promise<readonly string[]> {
    const filters = { label: [`appengine.instance=${project.instance}`, `appengine.stack=${stack}`] };
    const containers = await project.docker.listContainers({ all: true, filters });
    const networks = await project.docker.listNetworks({ filters });
    const { Volumes: volumes } = await project.docker.listVolumes({ filters });
    const tags = (await project.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    return [
      ...containers.flatMap(({ Names }) => Names),
      ...networks.map(({ Name }) => Name),
      ...volumes.map(({ Name }) => Name),
      ...tags.filter((tag) => tag.startsWith(`appengine.invalid/${project.instance}/${stack}/`)),
    ];
  }
});
