import { capabilityName } from './capability';

/** A seccomp profile in the engine's JSON form, normalised. */
export interface SeccompProfile {
  readonly defaultAction: string;
  readonly entries: readonly SeccompEntry[];
}

/** Some calls that are let through under the same conditions. */
export interface SeccompEntry {
  readonly names: ReadonlySet<string>;
  /** All of one alternative have to hold; no alternatives are no condition. */
  readonly alternatives: readonly (readonly SeccompCondition[])[];
  /** Capabilities, without `CAP_`, that a container needs for the entry to be there; it is not for one with any of the others. */
  readonly needs: readonly string[];
  readonly spares: readonly string[];
}

/** Condition on an argument of the call. */
export interface SeccompCondition {
  readonly index: number;
  readonly op: string;
  readonly value: bigint;
  readonly valueTwo: bigint;
}

/** A call; an argument that is not given can be any. */
export interface SampleCall {
  readonly name: string;
  readonly args: Readonly<Record<number, bigint>>;
}

/** The containers of a host have few profiles, of several kilobytes each. */
const read = new Map<string, SeccompProfile | undefined>();
const MOST_KEPT = 100;

/** Undefined unless it is such JSON: a path is refused by the engine at start. */
export function seccompProfile(text: string): SeccompProfile | undefined {
  if (!read.has(text)) {
    if (read.size === MOST_KEPT) read.clear();
    read.set(text, readProfile(text));
  }
  return read.get(text);
}

function readProfile(text: string): SeccompProfile | undefined {
  const profile = parse(text);
  if (!isObject(profile) || typeof profile.defaultAction !== 'string') return undefined;
  return { defaultAction: profile.defaultAction, entries: list(profile.syscalls).flatMap(entryOf) };
}

/** True where the action stops the call: it neither lets it through nor asks a supervisor. */
export function denies(action: string): boolean {
  return /^SCMP_ACT_(ERRNO|KILL|KILL_PROCESS|KILL_THREAD|TRAP)$/.test(action);
}

/**
 * True where the call gets through; undefined where that depends on an unknown capability. Of a later deny for the same call nothing is
 * expected: which of two entries wins depends on their conditions.
 * @param holds whether the container has a capability, by its name without `CAP_`
 */
export function permits({ entries }: SeccompProfile, call: SampleCall, holds: (name: string) => boolean | undefined): boolean | undefined {
  const verdicts = entries.filter((entry) => matches(entry, call)).map(({ needs, spares }) => isThere(needs.map(holds), spares.map(holds)));
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
}

function isThere(needed: readonly (boolean | undefined)[], sparing: readonly (boolean | undefined)[]): boolean | undefined {
  if (needed.includes(false) || sparing.includes(true)) return false;
  return needed.includes(undefined) || sparing.includes(undefined) ? undefined : true;
}

function matches({ names, alternatives }: SeccompEntry, { name, args }: SampleCall): boolean {
  if (!names.has(name)) return false;
  return alternatives.length === 0 || alternatives.some((conditions) => conditions.every((condition) => holdsFor(condition, args)));
}

function holdsFor({ index, op, value, valueTwo }: SeccompCondition, args: SampleCall['args']): boolean {
  const arg = args[index];
  if (arg === undefined) return true;
  switch (op) {
    case 'SCMP_CMP_NE':
      return arg !== value;
    case 'SCMP_CMP_LT':
      return arg < value;
    case 'SCMP_CMP_LE':
      return arg <= value;
    case 'SCMP_CMP_EQ':
      return arg === value;
    case 'SCMP_CMP_GE':
      return arg >= value;
    case 'SCMP_CMP_GT':
      return arg > value;
    case 'SCMP_CMP_MASKED_EQ':
      return (arg & value) === valueTwo;
    default:
      return true;
  }
}

function entryOf(entry: unknown): readonly SeccompEntry[] {
  if (!isObject(entry) || typeof entry.action !== 'string' || denies(entry.action)) return [];
  const names = new Set([entry.name, ...list(entry.names)].filter((name) => typeof name === 'string'));
  return [
    { names, alternatives: alternativesOf(list(entry.args)), needs: capabilities(entry.includes), spares: capabilities(entry.excludes) },
  ];
}

/** All conditions have to hold, but for an argument with several of them: the runtime takes each condition for an entry of its own then. */
function alternativesOf(args: readonly unknown[]): SeccompEntry['alternatives'] {
  const conditions = args.filter(isObject).map(({ index, op, value, valueTwo }) => ({
    index: Number(index),
    op: String(op),
    value: integer(value),
    valueTwo: integer(valueTwo),
  }));
  if (conditions.length === 0) return [];
  const hasSeveral = new Set(conditions.map(({ index }) => index)).size < conditions.length;
  return hasSeveral ? conditions.map((condition) => [condition]) : [conditions];
}

function capabilities(condition: unknown): readonly string[] {
  if (!isObject(condition)) return [];
  return list(condition.caps)
    .filter((name) => typeof name === 'string')
    .map(capabilityName);
}

function integer(value: unknown): bigint {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : 0n;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
