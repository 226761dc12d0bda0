import { harmless } from '../process/harmless';
import { describeStateLock } from './state-lock';

/** The lines of `terraform apply -json` that matter here; OpenTofu writes the same. */
export type TerraformEvent =
  | { readonly type: 'change_summary'; readonly changes: ChangeCount & { readonly operation: string } }
  | {
      readonly type: 'apply_start' | 'apply_progress';
      readonly hook: { readonly resource: { readonly addr: string }; readonly action: string };
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic };

export interface ChangeCount {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** The resource that it is about. */
  readonly address?: string;
}

const TYPES: readonly string[] = ['change_summary', 'apply_start', 'apply_progress', 'diagnostic'] satisfies TerraformEvent['type'][];

/** The event in one line of output, or undefined for any other line. */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event = JSON.parse(line) as { type?: string };
    return isEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(event: { type?: string }): event is TerraformEvent {
  return event.type !== undefined && TYPES.includes(event.type);
}

/** `2 created, 1 destroyed`, `no changes`. */
export function describeChanges(changes: ChangeCount): string {
  const parts = [
    [changes.add, 'created'],
    [changes.change, 'changed'],
    [changes.remove, 'destroyed'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, verb]) => `${String(count)} ${verb}`);
  return told.length === 0 ? 'no changes' : told.join(', ');
}

/** `docker_container.shop_1_8c1f`: creating. */
export function describeActivity(hook: { readonly resource: { readonly addr: string }; readonly action: string }): string {
  const verbs: Record<string, string> = { create: 'creating', update: 'changing', delete: 'destroying', read: 'reading' };
  return `${verbs[hook.action] ?? hook.action} ${hook.resource.addr}`;
}

/**
 * Text of a diagnostic for people: the message of the health gate or job itself, if it is one. Parts of it are of apps and builds, which are not trusted.
 * @param stack whose it is, where that is known
 */
export function messageOf(diagnostic: Diagnostic, stack?: string): string {
  return harmless(textOf(diagnostic, stack));
}

function textOf(diagnostic: Diagnostic, stack?: string): string {
  const detail = (diagnostic.detail ?? '').trim();
  const locked = describeStateLock(`${diagnostic.summary}\n${detail}`, stack);
  if (locked !== undefined) return locked;
  // Terraform repeats the command of a failed local-exec, then what it printed.
  const output = /exit status \d+\. Output: ([\s\S]*)$/.exec(detail)?.[1]?.trim();
  if (output !== undefined && output !== '') return output;
  const about = diagnostic.address === undefined ? '' : `${diagnostic.address}: `;
  return `${about}${diagnostic.summary.trim()}${detail === '' ? '' : `\n${detail}`}`;
}
