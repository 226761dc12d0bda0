import type { VulnerabilityPolicyDescription } from '../../../constructs/vulnerabilities/vulnerability-policy';
import type { RouteDescription } from '../../../constructs/gateway/route-table';
import { isRecord } from '../../../guidelines/surfaces/block';
import type { Facts } from '../../../guidelines/facts';
import { factsOfPlan } from '../../../guidelines/surfaces/plan';
import { object, planJson, text, type Json } from '../../../guidelines/surfaces/plan/plan-json';
import { factsOfTerraformJson } from '../../../guidelines/surfaces/synth';
import { readConfiguration, type Configuration } from '../../../guidelines/surfaces/terraform-json';
import { constructPath } from '../../../guidelines/normalise/construct-path';
import type { AppDescription } from '../../../stacks/app-description';
import type { SecurityDescription } from '../../../stacks/security-description';
import type { SecretDescription, ServiceDescription } from '../../../stacks/service-description';
import { deployedPart, guessedPath } from './deployed-part';
import { actionOf, changesBetween, type DeclaredBody, type ResourceChange } from './resource-change';

/** A stack as it is, or as it would be. */
export interface StackSide {
  readonly facts: readonly Facts[];
  readonly outputs: DescribedOutputs;
}

/** Outputs by which a stack describes itself. */
export interface DescribedOutputs {
  readonly apps?: Readonly<Record<string, AppDescription>>;
  readonly routes?: readonly RouteDescription[];
  readonly services?: Readonly<Record<string, ServiceDescription>>;
  readonly secrets?: Readonly<Record<string, SecretDescription>>;
  /** Undefined of what an earlier version of this package has deployed. */
  readonly security?: SecurityDescription;
  /** Undefined where none are looked for. */
  readonly vulnerabilities?: VulnerabilityPolicyDescription;
}

/** A stack with its changes. */
export interface PlannedStack {
  readonly name: string;
  readonly before: StackSide;
  readonly after: StackSide;
  readonly changes: readonly ResourceChange[];
  /** Nothing of it is there yet. */
  readonly isNew: boolean;
}

/**
 * Reads a plan: what it calls prior values is the stack as it is.
 * @param plan of `terraform show -json`
 * @param configuration the stack's `cdk.tf.json`
 * @throws AppEngineError PlanInvalid, TerraformJsonInvalid
 */
export function plannedStack(name: string, plan: unknown, configuration: unknown): PlannedStack {
  const { changes } = planJson(plan);
  const paths = pathsOf(readConfiguration(configuration));
  const pathOf = (address: string): string => paths.get(address) ?? guessedPath(name, address);
  const outputs = isRecord(plan) ? object(plan, 'output_changes') : {};
  const managed = new Set(changes.map((change) => text(change, 'address')));
  // Of connections, data sources and actions a state tells nothing that they could be compared with.
  const isInState = ({ kind, address }: Facts): boolean => kind !== 'provider' && (kind !== 'opaque' || managed.has(address));
  return {
    name,
    before: { facts: factsOfPlan(...deployedPart(plan, pathOf)), outputs: outputsOf(outputs, 'before') },
    after: { facts: factsOfPlan(plan, configuration).filter(isInState), outputs: outputsOf(outputs, 'after') },
    changes: changes.flatMap((change): readonly ResourceChange[] => {
      const { actions } = object(change, 'change');
      const action = actionOf(Array.isArray(actions) ? actions.map(String) : []);
      const address = text(change, 'address');
      return action === undefined ? [] : [{ address, type: text(change, 'type'), path: pathOf(address), action }];
    }),
    isNew: changes.every((change) => (object(change, 'change').before ?? null) === null),
  };
}

/**
 * Compares two configurations of a stack, without an engine and without a state.
 * @param before `cdk.tf.json`; undefined where there is no such stack
 * @param after `cdk.tf.json`; undefined where there is none any more
 * @throws AppEngineError TerraformJsonInvalid
 */
export function comparedStack(name: string, before: unknown, after: unknown): PlannedStack {
  return {
    name,
    before: sideOf(before ?? {}),
    after: sideOf(after ?? {}),
    changes: changesBetween(bodiesOf(before ?? {}), bodiesOf(after ?? {})),
    isNew: before === undefined,
  };
}

function sideOf(configuration: unknown): StackSide {
  const output = isRecord(configuration) && isRecord(configuration.output) ? configuration.output : {};
  // As it is written, where no template is text.
  const values = JSON.parse(JSON.stringify(output).replace(/([$%])\1(?=\{)/g, '$1')) as Json;
  return { facts: factsOfTerraformJson(configuration), outputs: outputsOf(values, 'value') };
}

/** Values of one side. */
function outputsOf(outputs: Json, side: string): DescribedOutputs {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, output]) => {
      const value = isRecord(output) ? output[side] : undefined;
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

function pathsOf({ resources }: Configuration): ReadonlyMap<string, string> {
  return new Map(resources.map(({ address, path }) => [address, constructPath(path)]));
}

function bodiesOf(configuration: unknown): ReadonlyMap<string, DeclaredBody> {
  const { resources } = readConfiguration(configuration);
  return new Map(
    resources.map(({ address, type, path, body }) => [address, { type, path: constructPath(path), text: comparableText(body) }]),
  );
}

/** Without paths of a checkout: an image has the hash of what is there in its name, and a file its own beside it. */
function comparableText({ '//': _comment, provisioner: _provisioner, depends_on: _order, build: _build, ...body }: Json): string {
  return JSON.stringify(body, (key, value: unknown) =>
    key === 'source' && typeof value === 'string' && value.startsWith('.') ? undefined : value,
  );
}
