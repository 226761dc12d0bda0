import { CASES, type Case } from '../../__tests__/unit/guidelines/rules/cases';
import { HOST_CASES } from '../../__tests__/unit/guidelines/rules/host-cases';
import { LIVE_CASES } from '../../__tests__/unit/guidelines/rules/live-cases';
import { of, SHARED } from '../../__tests__/unit/guidelines/rules/neighbours';
import { configuration, GOOD, reportOn, said, type Arguments } from '../../__tests__/unit/guidelines/terraform';
import type { Rule } from '../../guidelines/rule';

/** A resource, and what the rule says about it. */
export interface Example {
  /** Terraform's JSON; undefined where nothing has to be written. */
  readonly json: unknown;
  readonly said: readonly string[];
}

/** What the tests of a rule ask it about a configuration. */
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

/** What they ask it about a running engine, such as `pids = 0`. */
export interface EngineExamples {
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  readonly unknown: readonly string[];
}

/** What the tests of a rule ask it, for its page. */
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

/** Everything that the tests of the rules have about one of them. */
export function examplesOf(rule: Rule): Examples {
  const live = LIVE_CASES[rule.id];
  const host = HOST_CASES[rule.id];
  const onEngine = [live, host].filter((cases) => cases !== undefined);
  const engine = {
    failing: texts(
      onEngine.flatMap(({ bad }) => bad.map(saidIn)),
      'fail',
    ),
    passing: texts(
      onEngine.flatMap(({ good }) => good.map(saidIn)),
      'pass',
    ),
    unknown: texts(
      onEngine.flatMap(({ open }) => open.map(saidIn)),
      'unknown',
    ),
  };
  const configuration = configurationExamples(rule);
  const shared = sharedExample(rule);
  const attributes = [
    ...casesOf(rule).flatMap((said) => said.map(attributeOf)),
    ...Object.values(engine).flatMap((values) => values.map((text) => attributeOf(`pass ${text}`))),
    ...(shared?.said ?? []).map(attributeOf),
  ];
  return {
    configuration,
    engine: onEngine.length === 0 ? undefined : engine,
    shared,
    attributes: [...new Set(attributes)].filter((name) => name !== '').sort(),
  };
}

function configurationExamples(rule: Rule): ConfigurationExamples | undefined {
  const cases = CASES[rule.id];
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
function passing(rule: Rule, type: string, names: readonly string[], good: readonly Case[]): Example {
  const base = GOOD[type] ?? {};
  const verdicts = said(reportOn(configuration(type, {}), { rules: [rule] }), rule.id);
  const own = Object.fromEntries(Object.entries(base).filter(([name]) => names.includes(name)));
  const json = Object.keys(own).length > 0 ? resource(type, own) : undefined;
  const first = good.find(isWritten);
  if (verdicts.every((text) => text.startsWith('pass')) && (json !== undefined || first === undefined)) return { json, said: verdicts };
  return first === undefined ? { json: undefined, said: verdicts } : { json: resource(type, first[0]), said: saidIn(first) };
}

function sharedExample({ id }: Rule): Example | undefined {
  const found = SHARED.find(({ rule }) => rule === id);
  if (found === undefined) return undefined;
  const { shared, text } = found;
  const containers = { shop: of('acme', shared), site: of('globex', shared) };
  return { json: { resource: { docker_container: containers } }, said: [text] };
}

function resource(type: string, changes: Arguments): unknown {
  return type === 'provider' ? { provider: { docker: changes } } : { resource: { [type]: { app: changes } } };
}

/** Whether it can be shown: null stands for an argument that is left out. */
function isWritten([changes]: Case): boolean {
  return !Object.values(changes).includes(null);
}

function casesOf({ id }: Rule): readonly (readonly string[])[] {
  const { good = [], bad = [], open = [] } = CASES[id] ?? {};
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
