import { isRecord } from '../../../../guidelines/surfaces/block';
import { comparedStack, plannedStack, type PlannedStack } from '../../../../operations/plan/stack/planned-stack';
import { synthesize } from '../../../../testing/synthesize';
import type { TenantStack } from '../../../../stacks';
import { planOf } from '../../guidelines/plan/plan-of';

type Json = Readonly<Record<string, unknown>>;
type Change = Json & { readonly address: string; readonly change: Json };

/** What the engine fills in, and Terraform's state then has. */
const FILLED_IN: Json = {
  runtime: 'runc',
  hostname: '5e884898da28',
  platform: 'linux',
  entrypoint: ['node'],
  privileged: false,
  pid_mode: '',
};

/** The plan of a change from one synthesized configuration to another, as Terraform tells it: prior values are those of the first one. */
export function planOfChange(before: unknown, after: unknown): Json {
  const [old, now] = [changesOf(before), changesOf(after)];
  const next = planOf(after as Json);
  return {
    ...next,
    resource_changes: [...new Set([...old.keys(), ...now.keys()])].map((address) => changed(old.get(address), now.get(address))),
    output_changes: outputChanges(outputsOf(before), outputsOf(after)),
  };
}

/** Both ways to a stack: what a plan tells, and what two configurations tell. */
export function bothWays(before: TenantStack | undefined, after: TenantStack): Readonly<Record<'compared' | 'planned', PlannedStack>> {
  const [old, now] = [before === undefined ? undefined : synthesize(before), synthesize(after)];
  return {
    planned: plannedStack('acme', planOfChange(old ?? {}, now), now),
    compared: comparedStack('acme', old, now),
  };
}

function changed(old: Change | undefined, now: Change | undefined): Json {
  const values = old?.change.after;
  const before = isRecord(values) && old?.type === 'docker_container' ? { ...FILLED_IN, ...values } : (values ?? null);
  const isSame = JSON.stringify(old?.change.after) === JSON.stringify(now?.change.after);
  const actions = old === undefined ? ['create'] : now === undefined ? ['delete'] : isSame ? ['no-op'] : ['create', 'delete'];
  const filledIn = Object.fromEntries(['runtime', 'hostname', 'platform', 'entrypoint'].map((name) => [name, true]));
  const unknown = isRecord(now?.change.after_unknown) ? now.change.after_unknown : {};
  return {
    ...(now ?? old),
    change: {
      ...now?.change,
      actions,
      before,
      after: isSame ? before : (now?.change.after ?? null),
      after_unknown: isSame || now === undefined ? {} : { ...filledIn, ...unknown },
    },
  };
}

function changesOf(configuration: unknown): ReadonlyMap<string, Change> {
  const { resource_changes: changes } = planOf(configuration as Json) as { readonly resource_changes: readonly Change[] };
  return new Map(changes.map((change) => [change.address, change]));
}

function outputsOf(configuration: unknown): Json {
  return isRecord(configuration) && isRecord(configuration.output) ? configuration.output : {};
}

function outputChanges(before: Json, after: Json): Json {
  const valueOf = (output: unknown): unknown => (isRecord(output) ? output.value : null) ?? null;
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => [
      name,
      { before: valueOf(before[name]), after: valueOf(after[name]) },
    ]),
  );
}
