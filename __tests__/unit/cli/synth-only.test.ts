import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../../operations/state/manifest';
import { synth, synthOnly, synthPreviews } from '../../../cli/deploy/synth';
import type { Synthesis } from '../../../cli/deploy/synthesis';
import { Session } from '../../../operations/session';
import { Workspace } from '../../../operations/workspace';
import { packageRoot } from '../../../constructs/package-root';

/** A project's program without the library: it writes what the plan has of each stack, and which run wrote it. */
const PROGRAM = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync as write } from 'node:fs';
  const only = process.env.APPENGINE_ONLY;
  appendFileSync('runs', \`\${only ?? 'all'}\\n\`);
  const run = readFileSync('runs', 'utf8').trim().split('\\n').length;
  const plan = JSON.parse(readFileSync('plan.json', 'utf8'));
  if (plan.fails) throw new Error('it fails');
  const out = process.env.CDKTF_OUTDIR;
  const stacks = {};
  for (const [name, reservations] of Object.entries(plan.stacks)) {
    if (name !== 'platform' && only !== undefined && !only.startsWith('{') && !only.split(',').includes(name)) continue;
    const workingDirectory = \`stacks/\${name}\`;
    mkdirSync(\`\${out}/\${workingDirectory}\`, { recursive: true });
    write(\`\${out}/\${workingDirectory}/cdk.tf.json\`, JSON.stringify({ '//': { reservations: reservations ?? undefined }, run }));
    stacks[name] = { name, workingDirectory, dependencies: name === 'platform' ? [] : ['platform'] };
  }
  write(\`\${out}/manifest.json\`, JSON.stringify({ version: '0', stacks }));
`;

/** Reservations of each stack; null for one that tells none. */
type Stacks = Readonly<Record<string, readonly string[] | null>>;

const STACKS: Stacks = { platform: ['uid 1'], acme: ['host a.example', 'uid 2'], globex: ['host b.example'] };

let session: Session;

beforeEach(() => {
  mkdirSync(join(packageRoot(), '.appengine'), { recursive: true });
  const directory = mkdtempSync(join(packageRoot(), '.appengine', 'synth-'));
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  writeFileSync(join(directory, 'main.ts'), PROGRAM);
  session = new Session(Workspace.find(directory, process.env), process.env);
});

afterEach(() => {
  rmSync(session.workspace.directory, { recursive: true });
});

function declare(stacks: Stacks, fails = false): void {
  writeFileSync(join(session.workspace.directory, 'plan.json'), JSON.stringify({ stacks, fails }));
}

const runs = (): readonly string[] => readFileSync(join(session.workspace.directory, 'runs'), 'utf8').trim().split('\n');

/** Number of the run that wrote the stack. */
function writtenBy({ directory }: Synthesis, stack: string): number {
  const file = join(directory, 'stacks', stack, 'cdk.tf.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { run: number }).run : 0;
}

const names = (stacks: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (stacks ?? []).map(({ name }) => name).sort();

/** Deploys all of them, as far as that is seen here. */
async function deployed(): Promise<void> {
  const synthesis = await synth(session);
  await synthesis.publish(session.workspace);
  for (const stack of synthesis.stacks) synthesis.install(session.workspace, stack);
}

test('the others stay as they are, and in the manifest', async () => {
  declare(STACKS);
  await deployed();
  declare({ ...STACKS, initech: ['host c.example'] });
  const synthesis = await synthOnly(session, ['initech']);

  expect(runs()).toEqual(['all', 'initech']);
  expect(names(synthesis.stacks)).toEqual(['acme', 'globex', 'initech', 'platform']);
  expect(['platform', 'acme', 'globex', 'initech'].map((stack) => writtenBy(synthesis, stack))).toEqual([2, 1, 1, 2]);
  await synthesis.publish(session.workspace);
  expect(names(readManifest(session.workspace.outputDirectory))).toEqual(['acme', 'globex', 'initech', 'platform']);
});

test('previews of a branch are declared alone, and the others stay as they are', async () => {
  declare(STACKS);
  await deployed();
  writeFileSync(join(session.workspace.directory, 'main.ts'), PROGRAM.replaceAll('APPENGINE_ONLY', 'APPENGINE_PREVIEW'));
  declare({ platform: ['uid 1'], 'acme-pr-1': ['host pr-1.a.example'] });
  const request = { branch: 'pr-1', at: '2026-11-30T09:00:00.000Z', by: 'Anna' };
  const synthesis = await synthPreviews(session, request);

  expect(runs()).toEqual(['all', JSON.stringify(request)]);
  expect(names(synthesis.stacks)).toEqual(['acme', 'acme-pr-1', 'globex', 'platform']);
  expect(['platform', 'acme', 'globex'].map((stack) => writtenBy(synthesis, stack))).toEqual([2, 1, 1]);
  // What a shell has set by accident is no request.
  process.env.APPENGINE_PREVIEW = JSON.stringify(request);
  await synth(session).finally(() => Reflect.deleteProperty(process.env, 'APPENGINE_PREVIEW'));
  expect(runs().at(-1)).toBe('all');
});

test('two runs at once each have what they declare, and Terraform what was installed', async () => {
  declare(STACKS);
  const one = await synth(session);
  declare({ platform: [], initech: [] });
  const other = await synth(session);
  const [platform] = one.stacks;

  expect([names(one.stacks), names(other.stacks)]).toEqual([
    ['acme', 'globex', 'platform'],
    ['initech', 'platform'],
  ]);
  expect([writtenBy(one, 'platform'), writtenBy(other, 'platform')]).toEqual([1, 2]);
  expect(existsSync(session.workspace.outputDirectory)).toBe(false);
  if (platform === undefined) throw new Error('no platform');
  const directory = one.install(session.workspace, platform);
  expect(JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'))).toMatchObject({ run: 1 });
  other.install(session.workspace, platform);
  expect(JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'))).toMatchObject({ run: 2 });
  // What was installed before is not written in place.
  expect(writtenBy(one, 'platform')).toBe(1);
});

test('a program is told where Terraform will run', async () => {
  declare(STACKS);
  writeFileSync(
    join(session.workspace.directory, 'main.ts'),
    `import { writeFileSync } from 'node:fs'; writeFileSync('where', process.env.APPENGINE_WORKING_DIRECTORY ?? 'here'); ${PROGRAM}`,
  );
  const where = (): string => readFileSync(join(session.workspace.directory, 'where'), 'utf8');
  await synth(session);
  expect(where()).toBe(session.workspace.outputDirectory);
  await synth(session, { inPlace: true });
  expect(where()).toBe('here');
});

test('what a killed run has left is removed by the next one', async () => {
  declare(STACKS);
  const left = join(session.workspace.instance.directory, 'synth', `${String(2 ** 22 + 1)}-x`);
  mkdirSync(left, { recursive: true });
  const { directory } = await synth(session);
  expect([existsSync(left), existsSync(directory)]).toEqual([false, true]);
});

test('what the same stack had reserved before is free', async () => {
  declare(STACKS);
  await deployed();
  await synthOnly(session, ['acme']);

  expect(runs()).toEqual(['all', 'acme']);
});

test('without an earlier synth all are synthesized', async () => {
  declare(STACKS);
  await synthOnly(session, ['acme']);

  expect(runs()).toEqual(['all']);
});

test.each<[string, Stacks]>([
  ['a stack takes the host of another one', { ...STACKS, initech: ['host a.example'] }],
  ['the platform takes what a tenant has', { ...STACKS, platform: ['uid 2'], initech: [] }],
  ['the stack says nothing of its reservations', { ...STACKS, initech: null }],
  ['the program declares no such stack', STACKS],
])('all are synthesized where %s', async (_, stacks) => {
  declare(STACKS);
  await deployed();
  declare(stacks);
  const { stacks: declared } = await synthOnly(session, ['initech']);

  expect(runs()).toEqual(['all', 'initech', 'all']);
  expect(names(declared)).toEqual(Object.keys(stacks).sort());
});

test('all are synthesized where another stack was synthesized before there were reservations', async () => {
  declare({ ...STACKS, globex: null });
  await deployed();
  await synthOnly(session, ['acme']);

  expect(runs()).toEqual(['all', 'acme', 'all']);
});

test('a program that fails is not run again', async () => {
  declare(STACKS);
  await deployed();
  declare(STACKS, true);

  await expect(synthOnly(session, ['acme'])).rejects.toThrow(/^SynthFailed: main\.ts ended with exit code 1[^]*it fails/);
  expect(runs()).toEqual(['all', 'acme']);
});
