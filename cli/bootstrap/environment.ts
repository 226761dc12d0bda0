import type { Finding } from './step';

/** The tools that we run report nothing home and ask nothing. */
export const TOOL_ENVIRONMENT: Readonly<Record<string, string>> = {
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
  TF_IN_AUTOMATION: '1',
};

/** Gives variables to this process and so to all its children; undefined takes one away. */
export function adoptEnvironment(environment: Finding['environment'] = {}): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/** The same for a POSIX shell to evaluate. */
export function renderExports(environment: NonNullable<Finding['environment']>): string {
  return Object.entries(environment)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", `'\\''`)}'`))
    .join('\n');
}
