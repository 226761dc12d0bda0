import {
  comparePlans,
  inDirectory,
  indented,
  PLACEHOLDER,
  secretsOf,
  writePlaceholders,
  writeSecrets,
  type Pipeline,
  type PipelineProps,
} from './pipeline';

/** Actions by commit: a tag may move. */
const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const SETUP_NODE = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';
const UPLOAD = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2';
const SETUP_TERRAFORM = 'hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2';

/** A workflow of GitHub Actions: a pull request is checked, and gets its plan as a comment; the branch is deployed. */
export function githubWorkflow(props: PipelineProps): Pipeline {
  const text = [head(props), check(props), plan(props), ...(props.deploys ? [deploy(props)] : [])].join('\n');
  return { path: '.github/workflows/appengine.yml', text };
}

function head(props: PipelineProps): string {
  const { directory, branch } = props;
  return `# Written by \`appengine ci github\`, and yours to change.
${indented(0, settings(props))}name: AppEngine

on:
  pull_request:
  push:
    branches: [${JSON.stringify(branch)}]

permissions:
  contents: read

env:
  CHECKPOINT_DISABLE: '1'
${directory === '' ? '' : `\ndefaults:\n  run:\n    working-directory: ${JSON.stringify(directory)}\n`}
jobs:`;
}

/** Settings of the environment that deploys, as comments. */
function settings({ needs, deploys, branch }: PipelineProps): readonly string[] {
  if (!deploys) return [];
  const secrets = secretsOf(needs);
  return [
    `# Settings of the environment "production", which ${branch} alone should be able to use:`,
    '#   variable DOCKER_HOST        the engine, such as ssh://deploy@apps.example.com',
    '#   variable ENGINE_HOST_KEYS   its lines for known_hosts, as ssh-keyscan prints them',
    "#   secret   ENGINE_SSH_KEY     a private key that the engine's machine takes",
    ...secrets.map((name) => `#   secret   ${name}`),
    ...needs.programs.map((program) => `# ${program} has to print its secrets on the runner: add a step that installs it, and signs in.`),
  ];
}

function check(props: PipelineProps): string {
  return `  check:
    name: Check
    runs-on: ubuntu-24.04
    timeout-minutes: 30
${placeholders(props)}    steps:
${prepare(props)}${run('Test', ['npm test'])}${run('Judge by the guidelines', ['npx appengine audit --surface synth --format sarif --output audit.sarif'])}      - uses: ${UPLOAD}
        if: always()
        with:
          name: audit
          path: ${JSON.stringify(inDirectory(props, 'audit.sarif'))}
          if-no-files-found: ignore
`;
}

function plan(props: PipelineProps): string {
  return `  plan:
    name: Plan
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
      pull-requests: write
${placeholders(props)}    steps:
${prepare(props, ['fetch-depth: 0'])}${run('Compare with the branch that it goes to', [...comparePlans(props, '"origin/$GITHUB_BASE_REF"'), 'cat comment.md >> "$GITHUB_STEP_SUMMARY"'])}      - name: Comment
        # A fork gets no token that may comment: its plan is in the summary of the run.
        if: github.event.pull_request.head.repo.full_name == github.repository
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.html_url }}
        run: gh pr comment "$PULL_REQUEST" --edit-last --create-if-none --body-file comment.md
`;
}

function deploy(props: PipelineProps): string {
  const { needs, branch, instance } = props;
  const secrets = secretsOf(needs);
  return `  deploy:
    name: Deploy
    needs: check
    if: github.event_name == 'push' && github.ref == ${JSON.stringify(`refs/heads/${branch}`).replaceAll('"', "'")}
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    environment: production
    # One after the other, and none is ended half-way.
    concurrency:
      group: appengine-deploy
      cancel-in-progress: false
    env:
      DOCKER_HOST: \${{ vars.DOCKER_HOST }}
${instance === undefined ? '' : `      APPENGINE_INSTANCE: ${JSON.stringify(instance)}\n`}${secrets.map((name) => `      ${name}: \${{ secrets.${name} }}\n`).join('')}    steps:
${prepare(props, [], writeSecrets(needs))}      - uses: ${SETUP_TERRAFORM}
        with:
          terraform_wrapper: false
      - name: Reach the engine
        env:
          HOST_KEYS: \${{ vars.ENGINE_HOST_KEYS }}
          SSH_KEY: \${{ secrets.ENGINE_SSH_KEY }}
        run: |
          install -d -m 700 ~/.ssh
          (umask 077 && printf '%s\\n' "$SSH_KEY" > ~/.ssh/id_ed25519)
          printf '%s\\n' "$HOST_KEYS" >> ~/.ssh/known_hosts
${run('Deploy', ['npx appengine up --wait 1800'])}${run('Status', ['npx appengine status'])}`;
}

function prepare(props: PipelineProps, checkout: readonly string[] = [], files = writePlaceholders(props.needs)): string {
  const depth = checkout.length === 0 ? '' : `        with:\n${indented(10, checkout)}`;
  const lock =
    props.directory === '' ? '' : `          cache-dependency-path: ${JSON.stringify(inDirectory(props, 'package-lock.json'))}\n`;
  return `      - uses: ${CHECKOUT}
${depth}      - uses: ${SETUP_NODE}
        with:
          node-version: 22
          cache: npm
${lock}${run('Install', ['npm ci'])}${files.length === 0 ? '' : run('Files of secrets', files)}`;
}

function run(name: string, lines: readonly string[]): string {
  const [only = '', ...more] = lines;
  if (more.length === 0) return `      - name: ${name}\n        run: ${only}\n`;
  return `      - name: ${name}\n        run: |\n${indented(10, lines)}`;
}

/** Secrets of a job that deploys nothing. */
function placeholders({ needs }: PipelineProps): string {
  if (needs.variables.length === 0) return '';
  return `    env:\n${indented(
    6,
    needs.variables.map((name) => `${name}: ${PLACEHOLDER}`),
  )}`;
}
