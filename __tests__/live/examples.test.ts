import { audited } from './examples/audit';
import { CANARY, Examples } from './examples/examples';
import { planned } from './examples/plan';
import { hardenedProfile, strictProfile } from './examples/profiles';
import { stored } from './examples/stored';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get } from './harness/http';
import type { Project } from './harness/project';

/** The two commands of the README on the examples of this repository, and what can be said of them in between. */
describeLive('the examples', () => {
  const examples = new Examples();
  let project: Project;

  beforeAll(async () => {
    await examples.open();
    ({ project } = examples);
  });

  afterAll(() => examples.remove());

  planned(examples);

  test('up deploys everything, and every URL answers 200 through the router', async () => {
    const result = await project.appengine('up');
    expect(result.stderr).toBe('');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/✔ Synth +3 stacks, 92 rules, 0 findings\n/);
    const urls = (await project.status()).tenants.flatMap(({ apps }) => apps.flatMap((app) => app.urls));
    expect(urls).toEqual([
      `http://shop.acme.localhost:${String(project.port)}`,
      `http://api.globex.localhost:${String(project.port)}`,
      `http://www.globex.localhost:${String(project.port)}`,
    ]);
    for (const url of urls) {
      expect(result.stdout).toContain(url);
      expect({ url, status: (await get(project.port, new URL(url).hostname)).status }).toEqual({ url, status: 200 });
    }
  });

  test('status tells what is wanted and what is healthy', async () => {
    expect(await project.status()).toMatchObject({
      tenants: [
        {
          name: 'acme',
          apps: [
            { name: 'migration', replicas: 1 },
            { name: 'orders', replicas: 1, healthy: 1 },
            { name: 'sessions', replicas: 1, healthy: 1 },
            { name: 'shop', replicas: 2, healthy: 2 },
            { name: 'worker', replicas: 1, healthy: 1, urls: [] },
          ],
        },
        {
          name: 'globex',
          apps: [
            { name: 'api', replicas: 2, healthy: 2 },
            { name: 'quotes', replicas: 1, healthy: 1 },
            { name: 'site', replicas: 1, healthy: 1 },
          ],
        },
      ],
    });
  });

  test('the second up changes nothing', async () => {
    const before = await project.containers();
    const result = await project.appengine('up', '--json');
    expect(JSON.parse(result.stdout)).toMatchObject({
      stacks: ['platform', 'acme', 'globex'].map((name) => ({ name, add: 0, change: 0, remove: 0, errors: [] })),
    });
    process.stdout.write(`    second up: ${result.seconds.toFixed(1)} s\n`);
    expect(await project.containers()).toEqual(before);
    for (const stack of ['platform', 'acme', 'globex']) expect((await project.plan(stack)).exitCode).toBe(0);
  });

  stored(examples);
  hardenedProfile(examples);
  audited(examples);

  test('no secret and no value of the caller is in the state', async () => {
    const state = await project.state();
    expect(state).toContain('liveexamples-acme-shop-1-');
    expect(state).not.toContain(CANARY);
    expect(state).not.toMatch(/PRIVATE KEY|password|AWS_|npm_config/i);
  });

  test('down leaves nothing', async () => {
    const result = await project.appengine('down', '--volumes', '--yes', '--keep-engine');
    expect(result.exitCode).toBe(0);
    expect(await project.leftovers()).toEqual([]);
  });
});

if (isFull) describeLive('the examples, more strictly', strictProfile);
