import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { author, commitsBetween, sourceOf } from '../../../../operations/releases/revision';

const identity = { GIT_COMMITTER_NAME: 'Anna', GIT_COMMITTER_EMAIL: 'anna@example.com', GIT_COMMITTER_DATE: '1764493200 +0100' };
const environment = {
  ...process.env,
  ...identity,
  GIT_AUTHOR_NAME: 'Anna',
  GIT_AUTHOR_EMAIL: 'anna@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CEILING_DIRECTORIES: tmpdir(),
};
let directory: string;
let shop: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'revision-'));
  shop = join(directory, 'shop');
  mkdirSync(shop);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-C', directory, ...words], { env: environment })
    .toString()
    .trim();

function commit(file: string, content: string): string {
  writeFileSync(join(directory, file), content);
  git('add', '.');
  git('commit', '-q', '-m', `Change ${file}`);
  return git('rev-parse', 'HEAD');
}

test('sources are told by their commit, and whether they had changes', async () => {
  git('init', '-q');
  const revision = commit('shop/a.js', 'a');
  await expect(sourceOf(shop, 'shop', environment)).resolves.toEqual({ directory: 'shop', revision, dirty: false });
  // Of something else, such as the release file.
  writeFileSync(join(directory, 'b'), 'b');
  await expect(sourceOf(shop, 'shop', environment)).resolves.toMatchObject({ dirty: false });
  writeFileSync(join(shop, 'a.js'), 'b');
  await expect(sourceOf(shop, 'shop', environment)).resolves.toMatchObject({ dirty: true });
});

test('commits between two are those that touch the sources', async () => {
  git('init', '-q');
  const first = commit('shop/a.js', 'a');
  commit('other', 'b');
  const last = commit('shop/a.js', 'c');
  await expect(commitsBetween(shop, [first, last], environment)).resolves.toEqual([{ revision: last, subject: 'Change shop/a.js' }]);
  await expect(commitsBetween(shop, [first, '0'.repeat(40)], environment)).resolves.toBeUndefined();
});

test('who and when are those of a commit', async () => {
  await expect(author(directory, environment)).resolves.toEqual({ by: 'Anna <anna@example.com>', at: '2025-11-30T09:00:00Z' });
});

test('without version control, and without git, there is a release all the same', async () => {
  await expect(sourceOf(shop, 'shop', environment)).resolves.toEqual({ directory: 'shop', dirty: false });
  const without = { ...environment, PATH: '/nowhere' };
  await expect(sourceOf(shop, 'shop', without)).resolves.toEqual({ directory: 'shop', dirty: false });
  await expect(author(shop, without)).resolves.toMatchObject({ by: expect.stringMatching(/./) as string });
});
