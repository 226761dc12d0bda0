import type { ConfigurationCase, EngineCases } from '../../guidelines/cases/cases';
import { configuration, GOOD, ofTenant, type Arguments } from '../../guidelines/cases/configuration';
import { reportOn, resultsOf } from '../../guidelines/cases/report';
import type { Rule } from '../../guidelines/rule';
import { CASES } from '../../guidelines/rules/index.cases';

/** A resource, and what the rule says about it. */
export interface Example {
  /** Terraform's JSON; undefined where nothing has to be written. */
  readonly json: unknown;
  readonly said: readonly string[];
}

/** Examples in a configuration. */
export interface ConfigurationExamples {
  readonly fails: Example;
  readonly passes: Example;
  /** Other values that fail, such as `image = nginx`. */
  readonly failing: readonly string[];
  /** Values that are not known yet. */
  readonly unknown: readonly string[];
  /** Resources where it has nothing to judge. */
  readonly idle: readonly unknown[];
}

/** Values on a running engine, such as `pids = 0`. */
export interface EngineExamples {
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  readonly unknown: readonly string[];
}

/** The examples on the page of a rule. */
export interface Examples {
  /** Undefined where no configuration tells it. */
  readonly configuration: ConfigurationExamples | undefined;
  /** Undefined where an engine tells no more than a configuration. */
  readonly engine: EngineExamples | undefined;
  /** Two containers that have in common what tenants must not share. */
  readonly shared: Example | undefined;
  /** Terraform's or the engine's names of what it judges. */
  readonly attributes: readonly string[];
}

/** The examples among the cases of a rule. */
export function examplesOf(rule: Rule): Examples {
  const cases = CASES[rule.id]?.engine;
  const engine = cases === undefined ? undefined : engineExamples(cases);
  const configuration = configurationExamples(rule);
  const shared = sharedExample(rule);
  const attributes = [
    ...casesOf(rule).flatMap((said) => said.map(attributeOf)),
    ...Object.values(engine ?? {}).flatMap((values: readonly string[]) => values.map((text) => attributeOf(`pass ${text}`))),
    ...(shared?.said ?? []).map(attributeOf),
  ];
  return {
    configuration,
    engine,
    shared,
    attributes: [...new Set(attributes)].filter((name) => name !== '').sort(),
  };
}

function engineExamples({ good, bad, open }: EngineCases): EngineExamples {
  return { failing: texts(bad.map(saidIn), 'fail'), passing: texts(good.map(saidIn), 'pass'), unknown: texts(open.map(saidIn), 'unknown') };
}

function configurationExamples(rule: Rule): ConfigurationExamples | undefined {
  const cases = CASES[rule.id]?.configuration;
  const shown = cases?.bad.find(isWritten) ?? cases?.bad[0];
  if (cases === undefined || shown === undefined) return undefined;
  const { type = 'docker_container', good = [], bad, open, idle = [] } = cases;
  const [changes] = shown;
  return {
    fails: { json: resource(type, changes), said: saidIn(shown) },
    passes: passing(rule, type, Object.keys(changes), good),
    failing: texts(bad.map(saidIn), 'fail').filter((text) => !saidIn(shown).includes(`fail ${text}`)),
    unknown: texts(open.map(saidIn), 'unknown').filter((text) => !text.endsWith('= ${var.x}')),
    idle: idle.filter((changes) => Object.keys(changes).length > 0 && isWritten([changes])).map((changes) => resource(type, changes)),
  };
}

/** The good resource where it says something about the same arguments, else the first good case. */
function passing(rule: Rule, type: string, names: readonly string[], good: readonly ConfigurationCase[]): Example {
  const base = GOOD[type] ?? {};
  const verdicts = resultsOf(reportOn(configuration(type, {}), { rules: [rule] }), rule.id);
  const own = Object.fromEntries(Object.entries(base).filter(([name]) => names.includes(name)));
  const json = Object.keys(own).length > 0 ? resource(type, own) : undefined;
  const first = good.find(isWritten);
  if (verdicts.every((text) => text.startsWith('pass')) && (json !== undefined || first === undefined)) return { json, said: verdicts };
  return first === undefined ? { json: undefined, said: verdicts } : { json: resource(type, first[0]), said: saidIn(first) };
}

function sharedExample({ id }: Rule): Example | undefined {
  const shared = CASES[id]?.shared;
  if (shared === undefined) return undefined;
  const containers = { shop: ofTenant('acme', shared.arguments), site: ofTenant('globex', shared.arguments) };
  return { json: { resource: { docker_container: containers } }, said: [shared.result] };
}

function resource(type: string, changes: Arguments): unknown {
  return type === 'provider' ? { provider: { docker: changes } } : { resource: { [type]: { app: changes } } };
}

/** Whether it can be shown: null stands for an argument that is left out. */
function isWritten([changes]: ConfigurationCase): boolean {
  return !Object.values(changes).includes(null);
}

function casesOf({ id }: Rule): readonly (readonly string[])[] {
  const { good = [], bad = [], open = [] } = CASES[id]?.configuration ?? {};
  return [...good, ...bad, ...open].map(saidIn);
}

function saidIn([, ...said]: readonly [unknown, ...string[]]): readonly string[] {
  return said;
}

/** What was said with that status, without it. */
function texts(said: readonly (readonly string[])[], status: 'fail' | 'pass' | 'unknown'): readonly string[] {
  const found = said.flat().filter((text) => text.startsWith(`${status} `));
  return [...new Set(found.map((text) => text.slice(status.length + 1)))];
}

/** `image` of `fail image = nginx`. */
function attributeOf(text: string): string {
  return /^\w+ (.*?) = /.exec(text)?.[1] ?? '';
}
