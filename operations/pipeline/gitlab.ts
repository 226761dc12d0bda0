import {
  comparePlans,
  inDirectory,
  indented,
  PLACEHOLDER,
  quoted,
  secretsOf,
  writePlaceholders,
  writeSecrets,
  type Pipeline,
  type PipelineProps,
} from './pipeline';

/** A pipeline of GitLab CI: a merge request is checked, and gets its plan as a note; the default branch is deployed. */
export function gitlabPipeline(props: PipelineProps): Pipeline {
  const jobs = [...(props.previews ? [preview(props)] : []), ...(props.deploys ? [deploy(props)] : [])];
  const text = [head(props), check(props), plan(props), ...jobs].join('\n');
  return { path: '.gitlab-ci.yml', text };
}

function head(props: PipelineProps): string {
  const { needs, deploys, previews, directory, instance } = props;
  const secrets = secretsOf(needs);
  const settings = [
    '# Variables of the project (Settings, CI/CD):',
    '#   COMMENT_TOKEN      a project access token with the scope api, masked: for notes at merge requests. Without it the plan is an artifact alone',
    ...(deploys
      ? [
          '# Protected and masked, for the environment "production":',
          '#   DEPLOY_IMAGE       an image with Node 20.19 or newer, Terraform 1.10 or OpenTofu, Git and an ssh client',
          '#   DOCKER_HOST        the engine, such as ssh://deploy@apps.example.com',
          '#   ENGINE_HOST_KEYS   its lines for known_hosts, as ssh-keyscan prints them',
          "#   ENGINE_SSH_KEY     a private key that the engine's machine takes",
          ...secrets.map((name) => `#   ${name}`),
        ]
      : []),
    ...(previews
      ? [
          '# The same, masked and without "protected", for the environments "preview/*": who may push a branch can read them, and has the engine.',
          "# Each secret that the `secrets` of a tenant's Previews name is a variable of them, too.",
        ]
      : []),
    ...needs.programs.map((program) => `# ${program} has to print its secrets on the runner: add it to the image, and sign in.`),
  ];
  const variables = ["CHECKPOINT_DISABLE: '1'", ...(instance === undefined ? [] : [`APPENGINE_INSTANCE: ${JSON.stringify(instance)}`])];
  const before = [...(directory === '' ? [] : [`cd ${quoted(directory)}`]), 'npm ci'];
  return `# Written by \`appengine ci gitlab\`, and yours to change.
${indented(0, settings)}
stages: [check, plan, deploy]

workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

variables:
${indented(2, variables)}
default:
  image: node:22-bookworm
  before_script:
${script(before, 4)}`;
}

function check(props: PipelineProps): string {
  const report = inDirectory(props, 'audit.xml');
  return `check:
  stage: check
${placeholders(props)}  script:
${script([...writePlaceholders(props.needs), 'npm test', 'npx appengine audit --surface synth --format junit --output audit.xml'], 4)}  artifacts:
    when: always
    reports:
      junit: ${JSON.stringify(report)}
`;
}

function plan(props: PipelineProps): string {
  const note = [
    'if [ -n "$COMMENT_TOKEN" ]; then',
    '  curl --fail --silent --show-error --output /dev/null --header "PRIVATE-TOKEN: $COMMENT_TOKEN" --data-urlencode "body@comment.md" \\',
    '    "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"',
    'fi',
  ];
  return `plan:
  stage: plan
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: '0'
${variables(props, 4)}  script:
${script([...writePlaceholders(props.needs), ...comparePlans(props, '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"')], 4)}    - |
${indented(6, note)}  artifacts:
    when: always
    paths: [${JSON.stringify(inDirectory(props, 'comment.md'))}]
`;
}

const REACH = [
  'install -d -m 700 ~/.ssh',
  `(umask 077 && printf '%s\\n' "$ENGINE_SSH_KEY" > ~/.ssh/id_ed25519)`,
  `printf '%s\\n' "$ENGINE_HOST_KEYS" >> ~/.ssh/known_hosts`,
];

/** A merge request has one as long as it is open: GitLab stops an environment when its request is merged or closed. */
function preview(props: PipelineProps): string {
  const all = variables(props, 4);
  return `preview:
  stage: deploy
  image: $DEPLOY_IMAGE
  environment:
    name: preview/$CI_MERGE_REQUEST_IID
    on_stop: end_preview
  resource_group: appengine-preview-$CI_MERGE_REQUEST_IID
  interruptible: false
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - |
${indented(6, REACH)}${script(['npx appengine preview up --branch "mr-$CI_MERGE_REQUEST_IID" --wait 1800'], 4)}
end_preview:
  stage: deploy
  image: $DEPLOY_IMAGE
  environment:
    name: preview/$CI_MERGE_REQUEST_IID
    action: stop
  resource_group: appengine-preview-$CI_MERGE_REQUEST_IID
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      when: manual
      allow_failure: true
${all === '' ? '' : `  variables:\n${all}`}  script:
${script(writePlaceholders(props.needs), 4)}    - |
${indented(6, REACH)}${script(['npx appengine preview down "mr-$CI_MERGE_REQUEST_IID" --if-exists --wait 1800'], 4)}`;
}

function deploy({ needs }: PipelineProps): string {
  const secrets = writeSecrets(needs);
  const write = secrets.length === 0 ? '' : `    - |\n${indented(6, secrets)}`;
  return `deploy:
  stage: deploy
  image: $DEPLOY_IMAGE
  environment: production
  # One after the other, and none is ended half-way.
  resource_group: appengine-deploy
  interruptible: false
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
${write}    - |
${indented(6, REACH)}${script(['npx appengine up --wait 1800', 'npx appengine status'], 4)}`;
}

/** A line each, as YAML: some have characters that it reads itself. */
function script(lines: readonly string[], spaces: number): string {
  return indented(
    spaces,
    lines.map((line) => `- ${/^[a-z][A-Za-z0-9 ./_-]*$/.test(line) ? line : JSON.stringify(line)}`),
  );
}

/** Secrets of a job that deploys nothing. */
function placeholders(props: PipelineProps): string {
  const all = variables(props, 4);
  return all === '' ? '' : `  variables:\n${all}`;
}

function variables({ needs }: PipelineProps, spaces: number): string {
  return indented(
    spaces,
    needs.variables.map((name) => `${name}: ${PLACEHOLDER}`),
  );
}
