import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../../cli/state/manifest';
import { synth, synthOnly } from '../../../cli/deploy/synth';
import { Workspace } from '../../../cli/workspace';
import { packageRoot } from '../../../constructs/package-root';

/** A project's program without the library: it writes what the plan has of each stack, and which run wrote it. */
const PROGRAM = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const only = process.env.APPENGINE_ONLY;
  appendFileSync('runs', \`\${only ?? 'all'}\\n\`);
  const run = readFileSync('runs', 'utf8').trim().split('\\n').length;
  const plan = JSON.parse(readFileSync('plan.json', 'utf8'));
  if (plan.fails) throw new Error('it fails');
  const out = process.env.CDKTF_OUTDIR;
  const stacks = {};
  for (const [name, claims] of Object.entries(plan.stacks)) {
    if (name !== 'platform' && only !== undefined && !only.split(',').includes(name)) continue;
    const workingDirectory = \`stacks/\${name}\`;
    mkdirSync(\`\${out}/\${workingDirectory}\`, { recursive: true });
    writeFileSync(\`\${out}/\${workingDirectory}/cdk.tf.json\`, JSON.stringify({ '//': { claims: claims ?? undefined }, run }));
    stacks[name] = { name, workingDirectory, dependencies: name === 'platform' ? [] : ['platform'] };
  }
  writeFileSync(\`\${out}/manifest.json\`, JSON.stringify({ version: '0', stacks }));
`;

/** Claims of each stack; null for one that tells none. */
type Stacks = Readonly<Record<string, readonly string[] | null>>;

const STACKS: Stacks = { platform: ['uid 1'], acme: ['host a.example', 'uid 2'], globex: ['host b.example'] };

let workspace: Workspace;

beforeEach(() => {
  mkdirSync(join(packageRoot(), '.appengine'), { recursive: true });
  const directory = mkdtempSync(join(packageRoot(), '.appengine', 'synth-'));
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  writeFileSync(join(directory, 'main.ts'), PROGRAM);
  workspace = Workspace.find(directory);
});

afterEach(() => {
  rmSync(workspace.directory, { recursive: true });
});

function declare(stacks: Stacks, fails = false): void {
  writeFileSync(join(workspace.directory, 'plan.json'), JSON.stringify({ stacks, fails }));
}

const runs = (): readonly string[] => readFileSync(join(workspace.directory, 'runs'), 'utf8').trim().split('\n');

/** Number of the run that wrote the stack. */
function writtenBy(stack: string): number {
  const file = join(workspace.outputDirectory, 'stacks', stack, 'cdk.tf.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { run: number }).run : 0;
}

const names = (stacks: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (stacks ?? []).map(({ name }) => name).sort();

test('the others stay as they are, and in the manifest', async () => {
  declare(STACKS);
  await synth(workspace);
  declare({ ...STACKS, initech: ['host c.example'] });
  const declared = await synthOnly(workspace, ['initech']);

  expect(runs()).toEqual(['all', 'initech']);
  expect(names(declared)).toEqual(['acme', 'globex', 'initech', 'platform']);
  expect(names(readManifest(workspace.outputDirectory))).toEqual(['acme', 'globex', 'initech', 'platform']);
  expect(['platform', 'acme', 'globex', 'initech'].map(writtenBy)).toEqual([2, 1, 1, 2]);
});

test('what was claimed by the same stack before is free', async () => {
  declare(STACKS);
  await synth(workspace);
  await synthOnly(workspace, ['acme']);

  expect(runs()).toEqual(['all', 'acme']);
});

test('without an earlier synth all are synthesized', async () => {
  declare(STACKS);
  await synthOnly(workspace, ['acme']);

  expect(runs()).toEqual(['all']);
});

test.each<[string, Stacks]>([
  ['a stack takes the host of another one', { ...STACKS, initech: ['host a.example'] }],
  ['the platform takes what a tenant has', { ...STACKS, platform: ['uid 2'], initech: [] }],
  ['the stack says nothing of its claims', { ...STACKS, initech: null }],
  ['the program declares no such stack', STACKS],
])('all are synthesized where %s', async (_, stacks) => {
  declare(STACKS);
  await synth(workspace);
  declare(stacks);
  const declared = await synthOnly(workspace, ['initech']);

  expect(runs()).toEqual(['all', 'initech', 'all']);
  expect(names(declared)).toEqual(Object.keys(stacks).sort());
});

test('all are synthesized where another stack was synthesized before there were claims', async () => {
  declare({ ...STACKS, globex: null });
  await synth(workspace);
  await synthOnly(workspace, ['acme']);

  expect(runs()).toEqual(['all', 'acme', 'all']);
});

test('a program that fails is not run again', async () => {
  declare(STACKS);
  await synth(workspace);
  declare(STACKS, true);

  await expect(synthOnly(workspace, ['acme'])).rejects.toThrow(/^SynthFailed: main\.ts ended with exit code 1[^]*it fails/);
  expect(runs()).toEqual(['all', 'acme']);
});
