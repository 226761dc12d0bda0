import { AppEngineError } from '../../constructs/errors';

/** A synthesized stack, as far as a pipeline needs it. */
export interface PipelineStack {
  readonly name: string;
  /** Its `cdk.tf.json`. */
  readonly configuration: unknown;
}

/** A file with the value of a secret, which a runner has to write before it can synthesize. */
export interface SecretFile {
  /** As the project names it, relative to its directory. */
  readonly path: string;
  /** Variable of the pipeline that has the content. */
  readonly variable: string;
}

/** Needs of a runner, by what the project declares. */
export interface PipelineNeeds {
  /** True if every state is in a backend that a runner reaches. */
  readonly isShared: boolean;
  /** Variables with the credentials of the backend. */
  readonly credentials: readonly string[];
  /** Variables with secrets of tenants. */
  readonly variables: readonly string[];
  /** Files with secrets of tenants. */
  readonly files: readonly SecretFile[];
  /** Programs that print secrets of tenants. */
  readonly programs: readonly string[];
}

/** Of backends whose credentials are variables; docs/state.md has them. */
const CREDENTIALS: Readonly<Record<string, readonly string[]>> = {
  pg: ['PGPASSWORD'],
  s3: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  http: ['TF_HTTP_USERNAME', 'TF_HTTP_PASSWORD'],
};
/** Pipelines of both kinds take such names, and no others. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface Configuration {
  readonly terraform?: { readonly backend?: Readonly<Record<string, unknown>> };
  readonly output?: { readonly secrets?: { readonly value?: Readonly<Record<string, { readonly source: string }>> } };
}

/** @throws AppEngineError PipelineVariableInvalid */
export function pipelineNeeds(stacks: readonly PipelineStack[]): PipelineNeeds {
  const configurations = stacks.map(({ configuration }) => configuration as Configuration);
  const backends = sorted(configurations.flatMap(({ terraform }) => Object.keys(terraform?.backend ?? { local: {} })));
  const sources = configurations.flatMap(({ output }) => Object.values(output?.secrets?.value ?? {}).map(({ source }) => source));
  // As `SecretSource` describes them.
  const of = (kind: string): readonly string[] =>
    sorted(sources.filter((source) => source.startsWith(`${kind} `)).map((source) => source.slice(kind.length + 1)));
  return {
    isShared: !backends.includes('local'),
    credentials: sorted(backends.flatMap((backend) => CREDENTIALS[backend] ?? [])),
    variables: of('variable').map(checkedVariable),
    files: of('file').map((path) => ({ path, variable: variableOf(path) })),
    programs: sorted([...of('command'), ...(of('sops').length === 0 ? [] : ['sops'])]),
  };
}

function checkedVariable(name: string): string {
  if (VARIABLE.test(name)) return name;
  throw new AppEngineError(
    'PipelineVariableInvalid',
    `variable ${JSON.stringify(name)} of a secret has a name that pipelines do not take; they take letters, digits and underscores: rename it in Secret.fromEnvironment`,
  );
}

/** `secrets/stripe.key` becomes `SECRETS_STRIPE_KEY`. */
function variableOf(path: string): string {
  const words = path.toUpperCase().match(/[A-Z0-9]+/g) ?? ['SECRET'];
  const name = words.join('_');
  return /^[0-9]/.test(name) ? `SECRET_${name}` : name;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
