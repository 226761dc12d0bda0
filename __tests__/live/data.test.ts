import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataScenario, DatabaseScenario } from './fixture/data/scenario';
import type { CommandResult } from './harness/command';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { Project } from './harness/project';
import { watchWriters } from './harness/writers';

const REDEPLOYS = isFull ? 10 : 3;
const ROWS = 1000;

/** What becomes of data when what writes it is replaced, renamed or removed: in one deployment, and in this order. */
describeLive('data', () => {
  let project: Project;
  let watch: Awaited<ReturnType<typeof watchWriters>> | undefined;
  let rows = 0;

  beforeAll(async () => {
    project = await Project.fixture('datalive');
    writeFileSync(join(project.directory, 'main.ts'), `import '../../../__tests__/live/fixture/data/main';\n`);
    await succeed({ database: { version: '1' }, notes: { migration: 'one' } });
    await sql('create table payments (id serial primary key)');
  });

  afterAll(async () => {
    watch?.end();
    await project.remove();
  });

  async function up(scenario: DataScenario): Promise<CommandResult> {
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(scenario));
    return project.appengine('up');
  }

  async function succeed(scenario: DataScenario): Promise<CommandResult> {
    const result = await up(scenario);
    expect(`${result.stdout}${result.stderr}`).not.toContain('✖');
    expect(result.exitCode).toBe(0);
    return result;
  }

  async function sql(statement: string, app = 'database'): Promise<string> {
    const [container] = [...(await project.containers({ app })).keys()];
    const { exitCode, stdout, stderr } = await project.exec(container ?? '', 'psql', '-v', 'ON_ERROR_STOP=1', '-tAc', statement);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** Commits rows, and counts all that were ever committed. */
  async function commit(count: number): Promise<void> {
    await sql(`insert into payments select from generate_series(1, ${String(count)})`);
    rows += count;
  }

  const counted = async (app?: string): Promise<number> => Number(await sql('select count(*) from payments', app));

  /** One row after the other until told to stop: what was confirmed counts. */
  function commitUntil(stop: AbortSignal): Promise<void> {
    const next = async (): Promise<void> => {
      if (stop.aborted) return;
      await commit(1).catch(() => undefined);
      await next();
    };
    return next();
  }

  async function notes(): Promise<readonly string[]> {
    const [container] = [...(await project.containers({ app: 'notebook' })).keys()];
    const read = `const db = new (require('node:sqlite').DatabaseSync)('/data/notes.sqlite'); console.log(db.prepare('select text from notes').all().map((row) => row.text).join())`;
    return (await project.exec(container ?? '', 'node', '-e', read)).stdout.trim().split(',');
  }

  async function volumes(): Promise<Record<string, { readonly declared: boolean; readonly usedBy: readonly string[] }>> {
    const { stdout } = await project.appengine('volumes', '--json');
    const list = (JSON.parse(stdout) as { volumes: { name: string; declared: boolean; usedBy: string[] }[] }).volumes;
    return Object.fromEntries(list.map((volume) => [volume.name.replace('datalive-', ''), volume]));
  }

  const NOTES = { migration: 'one' };

  it(`keeps every committed row over ${String(REDEPLOYS)} redeploys, with one writer at any moment`, async () => {
    watch = await watchWriters(project, 'datalive-bank-data');
    for (let version = 2; version < 2 + REDEPLOYS; version++) {
      await commit(ROWS);
      const stop = new AbortController();
      const clients = commitUntil(stop.signal);
      await succeed({ database: { version: String(version) }, notes: NOTES });
      stop.abort();
      await clients;
      expect(await counted()).toBeGreaterThanOrEqual(rows);
      // A row whose confirmation was lost may be there as well.
      rows = await counted();
    }
    expect(watch.end()).toEqual({ most: 1, starts: REDEPLOYS });
    expect((await project.plan('bank')).exitCode).toBe(0);
  });

  it('leaves the old version serving, with all rows, when the new one fails, and says what could not be written', async () => {
    const failed = await up({ database: { version: 'broken', broken: true }, notes: NOTES });

    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('/var/lib/broken cannot be written: add WritablePath.tmpfs(');
    expect(failed.stdout).toContain('started again: datalive-bank-database-1-');
    expect(await counted()).toBe(rows);
    await succeed({ database: { version: 'mended' }, notes: NOTES });
    expect(await counted()).toBe(rows);
  });

  it('gives the volume to another user of a renamed pool, and finds it under another construct id', async () => {
    const renamed: DatabaseScenario = { version: 'moved', id: 'Ledger', name: 'ledger', uid: 61001, volumeId: 'Store' };
    await succeed({ database: renamed, notes: NOTES });

    expect(await counted('ledger')).toBe(rows);
    expect((await project.plan('bank')).exitCode).toBe(0);
  });

  it('keeps a volume that is renamed or no longer declared, says so, and finds it again', async () => {
    const other: DatabaseScenario = {
      version: 'empty',
      id: 'Ledger',
      name: 'ledger',
      uid: 61000,
      volumeId: 'Store',
      volumeName: 'records',
    };
    await succeed({ database: other, notes: NOTES });
    expect(await volumes()).toMatchObject({
      'bank-data': { declared: false, usedBy: [] },
      'bank-records': { declared: true, usedBy: ['ledger'] },
    });

    const removed = await succeed({ notes: NOTES });
    expect(removed.stdout).toContain('datalive-bank-data');
    expect(await volumes()).toMatchObject({ 'bank-data': { declared: false }, 'bank-records': { declared: false } });

    await succeed({ database: { version: 'back' }, notes: NOTES });
    expect(await counted()).toBe(rows);
    const refused = await project.appengine('volumes', 'remove', 'datalive-bank-data', '--yes');
    expect(refused.stderr).toContain('VolumeInUse');
    expect((await project.appengine('volumes', 'remove', 'datalive-bank-records', '--yes')).exitCode).toBe(0);
    expect(Object.keys(await volumes())).not.toContain('bank-records');
  });

  it('lets a job and its pool write one file in turn, and does not run the job again after a prune', async () => {
    expect(await notes()).toEqual(['one', 'served']);

    const pruned = await project.docker.pruneContainers({ filters: { label: ['appengine.instance=datalive'] } });
    expect(pruned.ContainersDeleted).toContainEqual(expect.any(String));
    await succeed({ database: { version: 'back' }, notes: NOTES });
    expect(await notes()).toEqual(['one', 'served']);

    await succeed({ database: { version: 'back' }, notes: { migration: 'two' } });
    expect(await notes()).toEqual(['one', 'served', 'two', 'served']);

    const failed = await up({ database: { version: 'back' }, notes: { migration: 'three', fails: true } });
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('started again: datalive-bank-notebook-1-');
    expect((await notes()).slice(0, 5)).toEqual(['one', 'served', 'two', 'served', 'three']);
    expect((await notes()).at(-1)).toBe('served');
  });
});
