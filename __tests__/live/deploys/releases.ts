import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import type { Scenario, TenantScenario } from '../fixture/scenario';
import { isFull } from '../harness/full';
import type { Failure } from '../harness/load';
import type { CommandResult } from '../harness/command';
import type { Project } from '../harness/project';

/** What the tests of releases need of the deployment under load. */
export interface Deployed {
  readonly project: Project;
  deploy(change: TenantScenario): Promise<void>;
  /** What is deployed, with something else about the tenant. */
  scenario(change: TenantScenario): Scenario;
  withoutFailure(happens: () => Promise<void>): Promise<void>;
  underLoad(
    happens: () => Promise<void>,
  ): Promise<{ readonly requests: number; readonly failed: number; readonly failures: readonly Failure[] }>;
}

const RETURNS = isFull ? 3 : 1;

/** Releases of the shop, whose sources are changed meanwhile. */
export function testReleases(deployed: () => Deployed): void {
  let project: Project;
  let source: string;

  beforeAll(async () => {
    ({ project } = deployed());
    source = join(project.directory, 'shop');
    rmSync(source, { recursive: true, force: true });
    cpSync(join(packageRoot(), 'apps/shop'), source, { recursive: true });
    await deployed().deploy({ source, released: true });
  });

  afterAll(async () => {
    rmSync(join(project.directory, 'releases'), { recursive: true, force: true });
    await deployed().deploy({ source: join(packageRoot(), 'apps/shop'), released: false });
  });

  /** @throws with the output when it fails */
  async function appengine(...words: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine(...words);
    if (result.exitCode !== 0)
      throw new Error(`${words.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  const shops = (): Promise<ReadonlyMap<string, string>> => project.containers({ role: 'replica', app: 'shop' });

  /** Ids of the images that the shop runs. */
  async function images(): Promise<ReadonlySet<string>> {
    const ids = [...(await shops()).values()];
    return new Set(await Promise.all(ids.map(async (id) => (await project.docker.getContainer(id).inspect()).Image)));
  }

  interface Listed {
    readonly number: number;
    readonly image: string;
    readonly isCurrent: boolean;
    readonly running: readonly string[];
    readonly failure: { readonly container: string; readonly reason: string } | null;
    readonly signature: { readonly by: string; readonly isVerified: boolean; readonly problem: string | null } | null;
  }

  async function listed(): Promise<readonly Listed[]> {
    return (JSON.parse((await appengine('release', 'list', 'acme/shop', '--json')).stdout) as { releases: readonly Listed[] }).releases;
  }

  /** Without a list of packages: what makes it is compiled for minutes, and has tests of its own. */
  async function release(): Promise<string> {
    const { stdout } = await appengine('release', 'build', 'acme/shop', '--no-sbom', '--json');
    return (JSON.parse(stdout) as { release: { image: { id: string } } }).release.image.id;
  }

  const change = (text: string): void => {
    appendFileSync(join(source, 'server.js'), `\n// ${text}\n`);
  };

  let first: string;
  let second: string;

  test('what was released is what runs, whatever becomes of the sources', async () => {
    const before = await shops();
    first = await release();
    await appengine('up');
    expect(await shops()).toEqual(before);
    expect(await images()).toEqual(new Set([first]));
    change('second');
    await appengine('up');
    expect(await shops()).toEqual(before);
    second = await release();
    expect(second).not.toBe(first);
    expect(await shops()).toEqual(before);
  });

  test('a release is promoted byte for byte, and not to a place that nothing declares', async () => {
    const declared = deployed().scenario({});
    const refused = await project.appengine('release', 'promote', 'acme/shop', 'globex/shop');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('ReleaseUnknown') as string });
    expect(existsSync(join(project.directory, 'releases/globex/shop.json'))).toBe(false);
    project.declare({ ...declared, tenants: { ...declared.tenants, globex: { source, released: true } } });
    await appengine('release', 'promote', 'acme/shop', 'globex/shop');
    const file = JSON.parse(readFileSync(join(project.directory, 'releases/globex/shop.json'), 'utf8')) as {
      releases: readonly { image: { tag: string; id: string } }[];
    };
    const image = file.releases[0]?.image;
    expect(file).toMatchObject({ current: 1, releases: [{ image: { id: second }, promotedFrom: 'acme/shop 2', apps: { shop: {} } }] });
    const name = `appengine.invalid/${project.instance}/globex/shop:${image?.tag ?? ''}`;
    expect((await project.docker.getImage(name).inspect()).Id).toBe(second);
    project.declare(declared);
  });

  test(`rollbacks and forwards, ${String(RETURNS)} each, fail no request, and build nothing`, async () => {
    const [times, plain]: [number[], number[]] = [[], []];
    await deployed().withoutFailure(async () => {
      await appengine('up');
      expect(await images()).toEqual(new Set([second]));
      for (let count = 0; count < RETURNS; count++) {
        for (const [words, id] of [
          [[], first],
          [['--to', '2'], second],
        ] as const) {
          const text = readFileSync(join(project.directory, 'releases/acme/shop.json'), 'utf8');
          const back = await appengine('release', 'rollback', 'acme/shop', ...words);
          const lines = readFileSync(join(project.directory, 'releases/acme/shop.json'), 'utf8').split('\n');
          expect(lines.filter((line, index) => line !== text.split('\n')[index])).toHaveLength(1);
          const up = await appengine('up');
          times.push(back.seconds + up.seconds);
          expect(await images()).toEqual(new Set([id]));
        }
        const began = performance.now();
        await deployed().deploy({ version: `plain-${String(count)}` });
        plain.push((performance.now() - began) / 1000);
      }
    });
    const [returns, redeploys] = [median(times), median(plain)];
    process.stdout.write(
      `    rollback and up ${returns.toFixed(1)} s, plain redeploy ${redeploys.toFixed(1)} s: ${(returns / redeploys).toFixed(2)} times\n`,
    );
    expect(existsSync(source)).toBe(true);
  });

  test('an image that is another one under its name, or gone, is refused before anything is touched', async () => {
    const before = await project.containers();
    const { Config } = await project.docker.getContainer([...(await shops()).values()][0] ?? '').inspect();
    const [repo = '', tag = ''] = Config.Image.split(':');
    await project.docker.getImage(first).tag({ repo, tag });
    await expect(project.appengine('up')).resolves.toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/ReleaseImageChanged: .*docker tag sha256:/) as string,
    });
    const plan = await project.plan('acme');
    expect(plan).toMatchObject({ exitCode: 1 });
    expect((plan.stdout + plan.stderr).replace(/[\s│]+/g, ' ')).toContain('ReleaseImageChanged: image');
    expect((await listed()).map(({ image }) => image)).toEqual(['changed', 'kept']);
    await project.docker.getImage(Config.Image).remove();
    await expect(project.appengine('up')).resolves.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('ReleaseImageMissing: ') as string,
    });
    expect((await project.plan('acme')).exitCode).toBe(1);
    await project.docker.getImage(second).tag({ repo, tag });
    await appengine('up');
    expect(await project.containers()).toEqual(before);
  });

  test('with a policy a release is deployed only when a trusted key has signed it as it is', async () => {
    const [ci, stranger] = [signingKey('ci'), signingKey('stranger')];
    const trusting = (trusted: readonly string[], key: string): void => {
      project.declare(deployed().scenario({ source, released: true, trusted, signingKey: key }));
    };
    const signing = project.with({ ci, stranger });
    const refused = async (...words: readonly string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await signing.appengine(...words);
      expect(exitCode).toBe(1);
      return (stdout + stderr).replace(/\s+/g, ' ');
    };
    trusting(['ci'], 'ci');
    expect(await refused('up')).toMatch(/SDG-01\.7 .*ReleaseUnsigned: release 2 of acme\/shop/);
    // Nothing changed: it is signed, and not built.
    expect(await signing.appengine('release', 'build', 'acme/shop', '--no-sbom', '--json')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/"isNew":\s*false,\s*"isSigned":\s*true/) as string,
    });
    expect(await signing.appengine('up')).toMatchObject({ exitCode: 0 });
    expect(await images()).toEqual(new Set([second]));
    const before = await shops();
    expect((await listed()).map(({ signature }) => signature)).toEqual([{ by: 'ci', isVerified: true, problem: null }, null]);

    expect(await refused('release', 'rollback', 'acme/shop')).toContain('ReleaseUnsigned: release 1 of acme/shop');
    const promote = ['release', 'promote', 'acme/shop', 'globex/shop'] as const;
    const ours = deployed().scenario({ source, released: true, trusted: ['ci'] });
    const withGlobex = (trusted: readonly string[]): void => {
      project.declare({ ...ours, tenants: { ...ours.tenants, globex: { source, released: true, trusted } } });
    };
    const theirs = (): readonly string[] => readdirSync(join(project.directory, 'releases'), { recursive: true, encoding: 'utf8' });
    const files = theirs();
    withGlobex(['stranger']);
    expect(await refused(...promote)).toMatch(/SignatureUntrusted: release \d of globex\/shop is signed by SHA256:/);
    expect(theirs().filter((name) => name.endsWith('.json'))).toEqual(files.filter((name) => name.endsWith('.json')));
    withGlobex(['ci']);
    expect(await signing.appengine(...promote)).toMatchObject({ exitCode: 0 });
    expect(theirs().filter((name) => /^globex\/shop\/\d\.intoto\.json$/.test(name))).toHaveLength(1);

    trusting(['stranger'], 'ci');
    expect(await refused('release', 'build', 'acme/shop', '--no-sbom')).toContain(
      'SignerUntrusted: releases of acme would be signed by SHA256:',
    );
    expect(await refused('up')).toMatch(/SDG-01\.7 .*SignatureUntrusted: release 2 of acme\/shop/);
    trusting(['stranger', 'ci'], 'ci');
    const file = join(project.directory, 'releases/acme/shop.json');
    const text = readFileSync(file, 'utf8');
    // The image of the first release, under the signature of the second one.
    writeFileSync(file, text.replace(second, first));
    expect(await refused('up')).toMatch(/SDG-01\.7 .*AttestationMismatch: release 2 of acme\/shop has another image/);
    writeFileSync(file, text);
    appendFileSync(join(project.directory, 'releases/acme/shop/2.intoto.json'), ' ');
    expect(await refused('plan', '--only', 'acme')).toMatch(/SDG-01\.7 .*AttestationChanged: release 2 of acme\/shop/);
    expect(await shops()).toEqual(before);
    // From here on without a policy again.
    project.declare(deployed().scenario({ source, released: true }));
  });

  /** A new pair, whose public half the project has. @returns the private one */
  function signingKey(name: string): string {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    mkdirSync(join(project.directory, 'releases/keys'), { recursive: true });
    writeFileSync(join(project.directory, `releases/keys/${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  test('a release that fails leaves the one before it serving, and the list says why', async () => {
    const before = await shops();
    change('third');
    appendFileSync(join(source, 'server.js'), "throw new Error('release three is broken');\n");
    await release();
    await deployed().withoutFailure(async () => {
      expect(await project.appengine('up')).toMatchObject({
        exitCode: 1,
        stdout: expect.stringContaining('release three is broken') as string,
      });
    });
    expect(await shops()).toEqual(before);
    expect(await listed()).toMatchObject([
      { number: 3, isCurrent: true, running: [], failure: { reason: expect.any(String) as string } },
      { number: 2, isCurrent: false, running: [...before.keys()].sort(), failure: null },
      { number: 1, running: [] },
    ]);
    await appengine('release', 'rollback', 'acme/shop');
    await appengine('up');
    expect(await shops()).toEqual(before);
    const { wouldRemove } = JSON.parse((await appengine('prune', '--dry-run', '--json')).stdout) as { wouldRemove: readonly string[] };
    expect(wouldRemove).toEqual([]);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
