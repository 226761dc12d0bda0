import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { githubWorkflow } from '../../../../operations/pipeline/github';
import { gitlabPipeline } from '../../../../operations/pipeline/gitlab';
import { pipelineNeeds } from '../../../../operations/pipeline/needs';
import { quoted, type PipelineProps } from '../../../../operations/pipeline/pipeline';
import { commandSource, environmentSource, fileSource } from '../../../../constructs/secrets/secret-source';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: {
    readonly push: { readonly branches: readonly string[] };
    readonly pull_request: { readonly types: readonly string[] } | null;
  };
  readonly permissions: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[];
        readonly env?: Readonly<Record<string, string>>;
        readonly permissions?: Readonly<Record<string, string>>;
        readonly concurrency?: unknown;
        readonly environment?: string;
        readonly if?: string;
      }
    >
  >;
}

interface GitlabJob {
  readonly script: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly resource_group?: string;
  readonly interruptible?: boolean;
  readonly image?: string;
}

const STACKS = [
  { name: 'platform', configuration: { terraform: { backend: { pg: {} } } } },
  {
    name: 'acme',
    configuration: {
      terraform: { backend: { pg: {} } },
      output: {
        secrets: {
          value: {
            stripe: { source: fileSource('secrets/stripe key').description },
            mail: { source: environmentSource('MAIL_PASSWORD').description },
            vault: { source: commandSource(['op', 'read']).description },
            session: { source: 'generated' },
          },
        },
      },
    },
  },
];
const NEEDS = pipelineNeeds(STACKS);
const PROPS: PipelineProps = { needs: NEEDS, directory: '', branch: 'main', deploys: true, previews: false };

const github = (props: PipelineProps = PROPS): Workflow => parse(githubWorkflow(props).text) as Workflow;
const gitlab = (props: PipelineProps = PROPS): Readonly<Record<string, GitlabJob>> =>
  parse(gitlabPipeline(props).text) as Readonly<Record<string, GitlabJob>>;

describe('what a runner needs', () => {
  test('is the credentials of the backend, and every secret that is not generated', () => {
    expect(NEEDS).toEqual({
      isShared: true,
      credentials: ['PGPASSWORD'],
      variables: ['MAIL_PASSWORD'],
      files: [{ path: 'secrets/stripe key', variable: 'SECRETS_STRIPE_KEY' }],
      programs: ['op'],
    });
  });

  test('one stack with a state of its own machine is enough for none to be shared', () => {
    expect(pipelineNeeds([...STACKS, { name: 'globex', configuration: { terraform: { backend: { local: {} } } } }]).isShared).toBe(false);
    expect(pipelineNeeds([{ name: 'globex', configuration: {} }]).isShared).toBe(false);
  });

  test('a variable that no pipeline takes is an error', () => {
    const configuration = { output: { secrets: { value: { a: { source: environmentSource('MAIL-PASSWORD').description } } } } };
    expect(() => pipelineNeeds([{ name: 'acme', configuration }])).toThrow('a name that pipelines do not take');
  });
});

describe('the workflow of GitHub', () => {
  test('has as few rights as it needs, and takes actions by commit', () => {
    const { permissions, jobs } = github();
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.entries(jobs).map(([name, job]) => [name, job.permissions])).toEqual([
      ['check', undefined],
      ['plan', { contents: 'read', 'pull-requests': 'write' }],
      ['deploy', undefined],
    ]);
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses.filter((action) => !/^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  test('deploys the branch alone, one after the other, with secrets of its environment', () => {
    const { on, jobs } = github();
    expect(on).toEqual({ pull_request: null, push: { branches: ['main'] } });
    expect(jobs.deploy).toMatchObject({
      if: "github.event_name == 'push' && github.ref == 'refs/heads/main'",
      environment: 'production',
      concurrency: { group: 'appengine-deploy', 'cancel-in-progress': false },
      env: { PGPASSWORD: '${{ secrets.PGPASSWORD }}', MAIL_PASSWORD: '${{ secrets.MAIL_PASSWORD }}' },
    });
  });

  test('a pull request gets no secret', () => {
    const { check, plan } = github().jobs;
    expect(JSON.stringify([check, plan])).not.toContain('secrets.');
    expect(plan?.env).toEqual({ MAIL_PASSWORD: 'not-needed-here' });
  });

  test('deploys nothing where it shall not, and works below the root of a repository', () => {
    const workflow = github({ ...PROPS, deploys: false, directory: 'platform/apps', instance: 'blue' });
    expect(Object.keys(workflow.jobs)).toEqual(['check', 'plan']);
    expect(workflow.defaults).toEqual({ run: { 'working-directory': 'platform/apps' } });
    expect(JSON.stringify(workflow)).toContain('"cache-dependency-path":"platform/apps/package-lock.json"');
    expect(github({ ...PROPS, instance: 'blue' }).jobs.deploy?.env).toMatchObject({ APPENGINE_INSTANCE: 'blue' });
  });
});

describe('previews', () => {
  const withPreviews = { ...PROPS, previews: true };

  test('of GitHub come with a pull request of the repository itself, and go when it is closed', () => {
    const { on, jobs } = github(withPreviews);
    expect(on.pull_request).toEqual({ types: ['opened', 'reopened', 'synchronize', 'closed'] });
    expect(Object.keys(jobs)).toEqual(['check', 'plan', 'preview', 'end-preview', 'deploy']);
    const own = 'github.event.pull_request.head.repo.full_name == github.repository';
    expect(jobs.preview?.if).toBe(`\${{ github.event_name == 'pull_request' && github.event.action != 'closed' && ${own} }}`);
    expect(jobs['end-preview']?.if).toBe(`\${{ github.event_name == 'pull_request' && github.event.action == 'closed' && ${own} }}`);
    expect([jobs.check?.if, jobs.plan?.if]).toEqual([
      "github.event.action != 'closed'",
      "github.event_name == 'pull_request' && github.event.action != 'closed'",
    ]);
    expect(jobs.preview?.steps.at(-1)?.run).toBe('npx appengine preview up --branch "pr-$NUMBER" --wait 1800');
    expect(jobs['end-preview']?.steps.at(-1)?.run).toBe('npx appengine preview down "pr-$NUMBER" --if-exists --wait 1800');
  });

  test('of GitHub get the credentials of the backend, and no secret of a tenant', () => {
    const { preview } = github(withPreviews).jobs;
    expect(preview).toMatchObject({ environment: 'preview', concurrency: { group: 'appengine-preview-${{ github.event.number }}' } });
    expect(preview?.env).toEqual({
      DOCKER_HOST: '${{ vars.DOCKER_HOST }}',
      NUMBER: '${{ github.event.number }}',
      PGPASSWORD: '${{ secrets.PGPASSWORD }}',
    });
    expect(JSON.stringify(preview?.steps)).not.toMatch(/not-needed-here|SECRETS_STRIPE_KEY/);
    expect(github({ ...withPreviews, instance: 'blue' }).jobs.preview?.env).toMatchObject({ APPENGINE_INSTANCE: 'blue' });
  });

  test('of GitLab are an environment that ends with its merge request', () => {
    const { preview, end_preview: end } = gitlab(withPreviews) as Readonly<Record<string, GitlabJob & { readonly environment: unknown }>>;
    expect(preview?.environment).toEqual({ name: 'preview/$CI_MERGE_REQUEST_IID', on_stop: 'end_preview' });
    expect(end?.environment).toEqual({ name: 'preview/$CI_MERGE_REQUEST_IID', action: 'stop' });
    expect(preview?.script.at(-1)).toBe('npx appengine preview up --branch "mr-$CI_MERGE_REQUEST_IID" --wait 1800');
    expect(end?.script.at(-1)).toBe('npx appengine preview down "mr-$CI_MERGE_REQUEST_IID" --if-exists --wait 1800');
    expect(preview?.variables).toBeUndefined();
    expect([...(preview?.script ?? []), ...(end?.script ?? [])].filter((line) => typeof line !== 'string')).toEqual([]);
  });
});

describe('the pipeline of GitLab', () => {
  test('has a job for each stage, and the deploys wait for each other', () => {
    const { check, plan, deploy } = gitlab();
    expect(check?.script).toContain('npm test');
    expect(plan?.variables).toEqual({ GIT_DEPTH: '0', MAIL_PASSWORD: 'not-needed-here' });
    expect(deploy).toMatchObject({ resource_group: 'appengine-deploy', interruptible: false, image: '$DEPLOY_IMAGE' });
    expect(deploy?.script.slice(-2)).toEqual(['npx appengine up --wait 1800', 'npx appengine status']);
    expect(deploy?.variables).toBeUndefined();
  });

  test('every line of a script is a text', () => {
    for (const { script } of [gitlab().check, gitlab().plan, gitlab().deploy].filter((job) => job !== undefined)) {
      expect(script.filter((line) => typeof line !== 'string')).toEqual([]);
    }
  });

  test('deploys nothing where it shall not', () => {
    expect(gitlab({ ...PROPS, deploys: false }).deploy).toBeUndefined();
  });
});

describe('the steps, run one by one', () => {
  let repository: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'appengine-pipeline-'));
    const programs = join(repository, 'programs');
    mkdirSync(programs);
    // What they are asked, and what a synth and a plan leave.
    const program = (name: string, lines: string): void => {
      writeFileSync(join(programs, name), `#!/bin/sh\n${lines}\n`);
      chmodSync(join(programs, name), 0o755);
    };
    program('npm', 'true');
    program(
      'npx',
      'case "$1 $2" in "cdktf synth") mkdir -p cdktf.out; git rev-parse HEAD > cdktf.out/manifest.json;; "appengine plan") cat "$4/manifest.json";; esac',
    );
    environment = {
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      HOME: repository,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GITHUB_BASE_REF: 'main',
      GITHUB_STEP_SUMMARY: join(repository, 'summary.md'),
    };
  });

  afterEach(() => {
    rmSync(repository, { recursive: true });
  });

  function shell(script: string, cwd: string, more: Readonly<Record<string, string>> = {}): string {
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
      cwd,
      env: { ...environment, ...more },
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.trim();
  }

  /** A clone on a branch that is one commit ahead of `main`; resolves to the commit of `main`. */
  function cloned(directory: string): { readonly clone: string; readonly base: string } {
    const author = '-c user.name=a -c user.email=a@example.com';
    shell(
      `git init -q -b main origin && cd origin && mkdir -p ./${quoted(directory)} && touch ./${quoted(directory)}/main.ts && git add . && git ${author} commit -qm one`,
      repository,
    );
    shell(`git clone -q origin clone && cd clone && git checkout -qb change && git ${author} commit -q --allow-empty -m two`, repository);
    return { clone: join(repository, 'clone'), base: shell('git rev-parse main', join(repository, 'origin')) };
  }

  test.each(['', 'platform/my apps'])('a plan is made against the base, in directory %j', (directory) => {
    const { clone, base } = cloned(directory);
    const { steps } = github({ ...PROPS, directory }).jobs.plan ?? { steps: [] };
    const compare = steps.find(({ name }) => name?.startsWith('Compare') === true)?.run ?? '';
    shell(compare, join(clone, directory));
    expect(readFileSync(join(clone, directory, 'comment.md'), 'utf8').trim()).toBe(base);
    expect(readFileSync(join(repository, 'summary.md'), 'utf8').trim()).toBe(base);
  });

  test('GitLab makes the same plan, and no note without a token', () => {
    const { clone, base } = cloned('');
    const { script } = gitlab().plan ?? { script: [] };
    shell(script.join('\n'), clone, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(readFileSync(join(clone, 'comment.md'), 'utf8').trim()).toBe(base);
  });

  test('a secret of a file reaches that file, for its user alone', () => {
    const { steps } = github().jobs.deploy ?? { steps: [] };
    const write = steps.find(({ name }) => name === 'Files of secrets')?.run ?? '';
    shell(write, repository, { SECRETS_STRIPE_KEY: `it's a "value" $HOME \\n` });
    const file = join(repository, 'secrets', 'stripe key');
    expect(readFileSync(file, 'utf8')).toBe(`it's a "value" $HOME \\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('the engine is reached by keys that are for their user alone', () => {
    const { steps } = github().jobs.deploy ?? { steps: [] };
    const reach = steps.find(({ name }) => name === 'Reach the engine')?.run ?? '';
    shell(reach, repository, { HOST_KEYS: 'apps.example.com ssh-ed25519 AAAA', SSH_KEY: 'a key' });
    expect(statSync(join(repository, '.ssh', 'id_ed25519')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(repository, '.ssh', 'known_hosts'), 'utf8')).toBe('apps.example.com ssh-ed25519 AAAA\n');
  });
});
