import { AppEngineError } from '../../../constructs/errors';
import { excerpt, isRecord } from '../block';

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** The parts of `terraform show -json` that are read. */
export interface PlanJson {
  /** Changes of managed resources, those without a difference and those that wait for another apply included. */
  readonly changes: readonly Json[];
  /** Actions that the apply runs. */
  readonly actions: readonly Json[];
  readonly variables: Json;
  readonly providers: Json;
  readonly rootModule: Json;
}

const FORMAT = /^1\.\d+$/;

/** Makes sure that it is a plan. @throws AppEngineError PlanInvalid */
export function planJson(json: unknown): PlanJson {
  if (!isRecord(json)) throw invalid(`it is ${excerpt(json)}`);
  if (typeof json.format_version !== 'string' || !FORMAT.test(json.format_version)) {
    throw invalid(`format_version is ${excerpt(json.format_version)} and must be "1.x"`);
  }
  if (!isRecord(json.configuration) || !isRecord(json.planned_values)) throw invalid('it has no configuration or no planned_values');
  if (json.errored === true) throw invalid('it ended with an error, and does not tell what an apply would do');
  const changes = [
    ...objects(json, 'resource_changes'),
    ...objects(json, 'deferred_changes').map((deferred) => object(deferred, 'resource_change')),
  ];
  return {
    changes: changes.filter(({ mode }) => mode === 'managed'),
    actions: objects(json, 'action_invocations'),
    variables: object(json, 'variables'),
    providers: object(json.configuration, 'provider_config'),
    rootModule: object(json.configuration, 'root_module'),
  };
}

/** An object that may be missing. @throws AppEngineError PlanInvalid */
export function object(parent: Json, name: string): Json {
  const value = parent[name] ?? {};
  if (!isRecord(value)) throw invalid(`${name} is ${excerpt(value)} and must be an object`);
  return value;
}

/** A list of objects that may be missing. @throws AppEngineError PlanInvalid */
export function objects(parent: Json, name: string): readonly Json[] {
  const value = parent[name] ?? [];
  if (!Array.isArray(value) || !value.every(isRecord)) throw invalid(`${name} is ${excerpt(value)} and must be a list of objects`);
  return value;
}

/** @throws AppEngineError PlanInvalid */
export function text(parent: Json, name: string): string {
  const value = parent[name];
  if (typeof value !== 'string') throw invalid(`${name} is ${excerpt(value)} and must be a text`);
  return value;
}

function invalid(problem: string): AppEngineError {
  return new AppEngineError(
    'PlanInvalid',
    `this is no plan: ${problem}; pass what \`terraform show -json <file>\` prints for the file of \`terraform plan -out=<file>\``,
  );
}
