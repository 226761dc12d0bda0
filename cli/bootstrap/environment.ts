import type { Finding } from './step';

/** The tools that we run report nothing home and ask nothing. */
export const QUIET: Readonly<Record<string, string>> = { CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', TF_IN_AUTOMATION: '1' };

/** Gives variables to this process and so to all its children; undefined takes one away. */
export function adoptEnvironment(provides: Finding['provides'] = {}): void {
  for (const [name, value] of Object.entries(provides)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/** The same for a POSIX shell to evaluate. */
export function renderExports(provides: NonNullable<Finding['provides']>): string {
  return Object.entries(provides)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", `'\\''`)}'`))
    .join('\n');
}
