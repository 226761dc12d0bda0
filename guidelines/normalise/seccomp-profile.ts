/** What a seccomp profile in the engine's JSON form comes down to. */
export interface SeccompProfile {
  readonly defaultAction: string;
  /** Names that are allowed without a condition on arguments or capabilities. */
  readonly allowed: readonly string[];
}

/** Undefined unless it is such JSON: a path is refused by the engine at start. */
export function seccompProfile(text: string): SeccompProfile | undefined {
  const profile = parse(text);
  if (!isObject(profile) || typeof profile.defaultAction !== 'string') return undefined;
  const syscalls: unknown[] = Array.isArray(profile.syscalls) ? profile.syscalls : [];
  return { defaultAction: profile.defaultAction, allowed: syscalls.flatMap(allowedNames) };
}

function allowedNames(entry: unknown): readonly string[] {
  if (!isObject(entry) || entry.action !== 'SCMP_ACT_ALLOW' || hasItems(entry.args) || needsCapability(entry.includes)) return [];
  const names: unknown[] = Array.isArray(entry.names) ? entry.names : [entry.name];
  return names.filter((name) => typeof name === 'string');
}

/** A container without the capability does not get the entry; one with it is judged for the capability. */
function needsCapability(includes: unknown): boolean {
  return isObject(includes) && hasItems(includes.caps);
}

function hasItems(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
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
