import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Store } from './backup/store';
import { Vault } from './backup/vault';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { Project } from './harness/project';
import { secretsFound } from './services/leaks';

const PLACES = ['acme/orders', 'acme/ledger', 'acme/cache', 'acme/files'] as const;
/** Those that every change tries: the others are tried in full. */
const SOME = isFull ? PLACES : (['acme/orders', 'acme/files'] as const);

/** What is backed up comes back, and what cannot come back is told. */
describeLive('backups', () => {
  let project: Project;
  let vault: Vault;
  let store: Store;

  beforeAll(async () => {
    project = await Project.fixture('backuplive', {}, 'live/backup');
    store = Store.declare(project);
    const { exitCode, stdout, stderr } = await project.appengine('up');
    if (exitCode !== 0) throw new Error(`up ended with ${String(exitCode)}:\n${stdout}\n${stderr}`);
    await store.start('orders', 'files');
    vault = new Vault(project);
    await vault.sql('CREATE TABLE notes (number int, text text); INSERT INTO notes SELECT n, md5(n::text) FROM generate_series(1, 1000) n');
    await vault.mariadb('CREATE TABLE entries (number int, text text); INSERT INTO entries SELECT seq, MD5(seq) FROM seq_1_to_1000');
    await vault.valkey('SET', 'catalogue', 'a value that no clear part has');
    await vault.inApp('sh', '-c', 'for i in 1 2 3; do echo "upload number $i" > /uploads/$i; done');
  });

  afterAll(async () => {
    await store.remove();
    await project.remove();
  });

  test('backups of all are made and tried, each by its exit code', async () => {
    for (const place of SOME) {
      await vault.idle(place);
      expect(await vault.ask('run', place)).toMatchObject({ exitCode: 0, backup: { outcome: 'succeeded' } });
      expect(await vault.ask('drill', place)).toMatchObject({ exitCode: 0, drill: { outcome: 'succeeded' } });
    }
    // Each has a copy, which was tried as well.
    for (const place of ['acme/orders', 'acme/files']) {
      const { backups: [listed] = [] } = await vault.ask('list', place);
      expect(listed).toMatchObject({
        copy: { outcome: 'succeeded', backup: expect.stringMatching(/^\d{8}-\d{6}$/) as string },
        drill: { copy: expect.stringMatching(/^\d{8}-\d{6}$/) as string },
      });
    }
    const listed = await vault.ask('list');
    expect(listed).toMatchObject({ exitCode: 0 });
    expect(listed.backups).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'orders', drill: expect.objectContaining({ count: 1000 }) as unknown, problems: [] }),
        expect.objectContaining({ name: 'sessions', absence: 'sessions begin anew' }),
      ]),
    );
  });

  test('commands of an app run around the backups of its files', async () => {
    // What the one before has made is in the backup, and the one after has removed it.
    const restored = await vault.inKeeper(
      'acme/files',
      ...'restic --repo /repository/restic --password-file /key/value --no-cache ls latest'.split(' '),
    );
    expect(restored.stdout).toContain('/data/.consistent');
    const inApp = (): Promise<string> => vault.inApp('ls', '-A', '/uploads').then(({ stdout }) => stdout.trim().split('\n').join(' '));
    expect(await inApp()).toBe('1 2 3');
    await vault.inApp('touch', '/uploads/.locked');
    expect(await vault.failure('run', 'acme/files')).toMatchObject({ exitCode: 1, code: 'BackupCommandFailed' });
    const { exitCode, backups: [listed] = [] } = await vault.ask('list', 'acme/files');
    expect({ exitCode, last: listed?.backups.at(-1) }).toMatchObject({
      exitCode: 2,
      last: { outcome: 'failed', message: 'the command before the backup failed: exit code 3: somebody has the lock' },
    });
    await vault.inApp('rm', '/uploads/.locked');
    expect(await vault.ask('run', 'acme/files')).toMatchObject({ exitCode: 0 });
    expect(await inApp()).toBe('1 2 3');
  });

  test('a second plan has nothing to do, and no value of the key or of the data is in clear', async () => {
    expect(await project.plan('acme')).toMatchObject({ exitCode: 0 });
    const { exitCode, key } = await vault.ask('key', 'acme', '--yes');
    expect({ exitCode, key }).toMatchObject({ exitCode: 0, key: expect.stringMatching(/^[0-9A-Za-z]{43}$/) as string });
    const { found, looked } = await secretsFound(project, [String(key), store.secret]);
    process.stdout.write(`    backups: the key looked for in ${String(looked)} texts, ${String(found.length)} found\n`);
    expect(found).toEqual([]);
    const md5OfOne = 'c4ca4238a0b923820dcc509a6f75849b';
    for (const [place, value] of [
      ['acme/orders', md5OfOne],
      ['acme/ledger', md5OfOne],
      ['acme/cache', 'a value that no clear part has'],
      ['acme/files', 'upload number 1'],
    ] as const) {
      expect(await vault.inKeeper(place, 'grep', '-rlF', '-e', value, '-e', String(key), '/repository')).toMatchObject({
        exitCode: 1,
        stdout: '',
      });
      const sent = await store.run('grep', '-rlF', '-e', value, '-e', String(key), '-e', 'notes', '/tmp/objects');
      expect(sent).toMatchObject({ exitCode: 1, stdout: '' });
    }
    expect((await store.run('ls', '/tmp/objects/backups/hosts/one')).stdout.trim().split('\n')).toEqual([
      'backuplive-acme-files',
      'backuplive-acme-orders',
    ]);
  });

  test('a restore brings everything back after the data is lost, and the next plan has nothing to do', async () => {
    for (const place of SOME) await vault.lose(place);
    expect((await vault.sql("SELECT to_regclass('notes') IS NULL")).stdout.trim()).toBe('t');
    for (const place of SOME) {
      expect(await vault.ask('restore', place, '--yes')).toMatchObject({
        exitCode: 0,
        aside: expect.stringMatching(/^\.before-/) as string,
      });
    }
    expect((await vault.sql('SELECT count(*), sum(number) FROM notes')).stdout.trim()).toBe('1000|500500');
    expect((await vault.mariadb('SELECT COUNT(*), SUM(number) FROM entries')).stdout.trim()).toBe('1000\t500500');
    expect((await vault.valkey('GET', 'catalogue')).stdout.trim()).toBe('a value that no clear part has');
    expect((await vault.inApp('sh', '-c', 'cat /uploads/*')).stdout).toBe('upload number 1\nupload number 2\nupload number 3\n');
    expect(await project.plan('acme')).toMatchObject({ exitCode: 0 });
    const discarded = await vault.ask('discard', 'acme/orders', '--yes');
    expect(discarded.discarded).toHaveLength(1);
  });

  test('what a lost host had comes back from the store, by the key that was printed', async () => {
    const keyFile = join(project.directory, 'key.txt');
    writeFileSync(keyFile, `${String((await vault.ask('key', 'acme', '--yes')).key)}\n`, { mode: 0o600 });
    const before = await vault.ask('list', 'acme/files');
    const last = before.backups?.[0]?.copy?.backup;
    await vault.loseKey();
    await vault.loseBackups('acme/files');
    await vault.lose('acme/files');
    await vault.idle('acme/files');
    expect(await vault.failure('run', 'acme/files')).toMatchObject({ exitCode: 1, code: 'BackupKeyWrong' });
    expect(await vault.ask('key', 'acme', '--from', keyFile, '--yes')).toMatchObject({ exitCode: 0 });
    expect(await vault.ask('fetch', 'acme/files', '--yes')).toMatchObject({ exitCode: 0, fetched: { last } });
    expect(await vault.ask('list', 'acme/files')).toMatchObject({ exitCode: 2 });
    expect(await vault.ask('restore', 'acme/files', '--yes')).toMatchObject({ exitCode: 0 });
    expect((await vault.inApp('sh', '-c', 'cat /uploads/*')).stdout).toBe('upload number 1\nupload number 2\nupload number 3\n');
    await vault.copied('acme/files');
    expect(await vault.ask('list', 'acme/files')).toMatchObject({ exitCode: 0 });
  });

  test('without the store backups go on, and all of it is told', async () => {
    await store.pause();
    expect(await vault.failure('run', 'acme/files')).toMatchObject({ exitCode: 1, code: 'BackupTargetFailed' });
    const { exitCode, backups: [listed] = [] } = await vault.ask('list', 'acme/files');
    expect({ exitCode, listed }).toMatchObject({ exitCode: 2, listed: { copy: { outcome: 'failed' } } });
    expect(listed?.backups.at(-1)).toMatchObject({ outcome: 'succeeded' });
    await store.goOn();
    expect(await vault.ask('run', 'acme/files')).toMatchObject({ exitCode: 0 });
    expect(await vault.ask('list', 'acme/files')).toMatchObject({ exitCode: 0 });
  });

  test('PostgreSQL is as it was at a second between two writes', async () => {
    await vault.sql("INSERT INTO notes VALUES (2001, 'before')");
    await sleep(1500);
    const between = new Date().toISOString().replace(/\.\d+/, '');
    await sleep(1500);
    await vault.sql("INSERT INTO notes VALUES (2002, 'after')");
    await vault.archived();
    expect(await vault.ask('restore', 'acme/orders', '--at', between, '--yes')).toMatchObject({ exitCode: 0 });
    expect((await vault.sql('SELECT number FROM notes WHERE number > 2000')).stdout.trim()).toBe('2001');
  });

  test('a changed byte is found, by a code of its own, and the status tells of it', async () => {
    for (const place of SOME) {
      const before = await vault.damage(place, 'flip');
      expect(await vault.failure('drill', place)).toMatchObject({ exitCode: 1, code: 'BackupDamaged' });
      expect(await vault.ask('list', place)).toMatchObject({ exitCode: 2 });
      await before();
    }
    const { exitCode, stdout } = await project.appengine('status');
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('the drill of') as string });
  });

  const inFull = isFull ? test : test.skip;

  inFull('a truncated one, another key, a full repository and a killed run are found', async () => {
    for (const place of PLACES) {
      const untruncated = await vault.damage(place, 'truncate');
      expect(await vault.failure('drill', place)).toMatchObject({ exitCode: 1, code: 'BackupDamaged' });
      await untruncated();
      const unlocked = await vault.changeKey();
      expect(await vault.failure('drill', place)).toMatchObject({ exitCode: 1, code: 'BackupKeyWrong' });
      expect(await vault.failure('run', place)).toMatchObject({ exitCode: 1, code: 'BackupKeyWrong' });
      await unlocked();
      expect(await vault.ask('drill', place)).toMatchObject({ exitCode: 0 });
    }
    await vault.sql('INSERT INTO notes SELECT n, md5(n::text) FROM generate_series(10000, 400000) n');
    const running = vault.failure('run', 'acme/orders');
    await sleep(2500);
    await vault.killTool('acme/orders', 'pgbackrest');
    expect(await running).toMatchObject({ exitCode: 1, code: expect.stringMatching(/^Backup(Failed|Interrupted)$/) as string });
    expect(await vault.ask('list', 'acme/orders')).toMatchObject({ exitCode: 2 });
    expect(await vault.ask('run', 'acme/orders')).toMatchObject({ exitCode: 0 });
    expect(await vault.ask('drill', 'acme/orders')).toMatchObject({ exitCode: 0 });
    expect(await vault.ask('list', 'acme/orders')).toMatchObject({ exitCode: 0 });
  });
});
