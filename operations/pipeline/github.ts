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
  const jobs = [...(props.previews ? [preview(props), endPreview(props)] : []), ...(props.deploys ? [deploy(props)] : [])];
  const text = [head(props), check(props), plan(props), ...jobs].join('\n');
  return { path: '.github/workflows/appengine.yml', text };
}

function head(props: PipelineProps): string {
  const { directory, branch } = props;
  return `# Written by \`appengine ci github\`, and yours to change.
${indented(0, settings(props))}name: AppEngine

on:
  pull_request:${props.previews ? '\n    types: [opened, reopened, synchronize, closed]' : ''}
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
function settings(props: PipelineProps): readonly string[] {
  return [...(props.deploys ? settingsToDeploy(props) : []), ...(props.previews ? settingsToPreview(props) : [])];
}

function settingsToDeploy({ needs, branch }: PipelineProps): readonly string[] {
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

function settingsToPreview({ needs }: PipelineProps): readonly string[] {
  return [
    '# The environment "preview" has the same variables and the same key: who may use it has the engine, so let it ask a reviewer.',
    ...needs.credentials.map((name) => `#   secret   ${name}`),
    "#   and each secret that the `secrets` of a tenant's Previews name: add it to the `env` of the job",
  ];
}

function check(props: PipelineProps): string {
  return `  check:
    name: Check
${props.previews ? "    if: github.event.action != 'closed'\n" : ''}    runs-on: ubuntu-24.04
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
    if: github.event_name == 'pull_request'${props.previews ? " && github.event.action != 'closed'" : ''}
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

/** Only of branches of the repository itself: a fork gets no key. */
function preview(props: PipelineProps): string {
  return `  preview:
    name: Preview
    needs: check
    if: \${{ github.event_name == 'pull_request' && github.event.action != 'closed' && github.event.pull_request.head.repo.full_name == github.repository }}
${onPreview(props)}    steps:
${prepare(props, [], [])}${terraform()}${reach()}      - name: Deploy the preview
        run: npx appengine preview up --branch "pr-$NUMBER" --wait 1800
`;
}

function endPreview(props: PipelineProps): string {
  return `  end-preview:
    name: Remove the preview
    if: \${{ github.event_name == 'pull_request' && github.event.action == 'closed' && github.event.pull_request.head.repo.full_name == github.repository }}
${onPreview(props, placeholderLines(props))}    steps:
${prepare(props)}${terraform()}${reach()}      - name: Remove the preview
        run: npx appengine preview down "pr-$NUMBER" --if-exists --wait 1800
`;
}

/** @param variables beside those of the engine and of the backend */
function onPreview({ needs, instance }: PipelineProps, variables: readonly string[] = []): string {
  return `    runs-on: ubuntu-24.04
    timeout-minutes: 60
    environment: preview
    concurrency:
      group: appengine-preview-\${{ github.event.number }}
      cancel-in-progress: false
    env:
      DOCKER_HOST: \${{ vars.DOCKER_HOST }}
      NUMBER: \${{ github.event.number }}
${instance === undefined ? '' : `      APPENGINE_INSTANCE: ${JSON.stringify(instance)}\n`}${needs.credentials.map((name) => `      ${name}: \${{ secrets.${name} }}\n`).join('')}${indented(6, variables)}`;
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
${prepare(props, [], writeSecrets(needs))}${terraform()}${reach()}${run('Deploy', ['npx appengine up --wait 1800'])}${run('Status', ['npx appengine status'])}`;
}

function terraform(): string {
  return `      - uses: ${SETUP_TERRAFORM}
        with:
          terraform_wrapper: false
`;
}

function reach(): string {
  return `      - name: Reach the engine
        env:
          HOST_KEYS: \${{ vars.ENGINE_HOST_KEYS }}
          SSH_KEY: \${{ secrets.ENGINE_SSH_KEY }}
        run: |
          install -d -m 700 ~/.ssh
          (umask 077 && printf '%s\\n' "$SSH_KEY" > ~/.ssh/id_ed25519)
          printf '%s\\n' "$HOST_KEYS" >> ~/.ssh/known_hosts
`;
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
function placeholders(props: PipelineProps): string {
  return props.needs.variables.length === 0 ? '' : `    env:\n${indented(6, placeholderLines(props))}`;
}

function placeholderLines({ needs }: PipelineProps): readonly string[] {
  return needs.variables.map((name) => `${name}: ${PLACEHOLDER}`);
}
