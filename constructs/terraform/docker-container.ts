import { join } from 'node:path';
import type { Construct } from 'constructs';
import { AppEngineError } from '../errors';
import { renderLabels, type ResourceLabels } from '../labels';
import { packageRoot } from '../package-root';
import { Owner } from '../tenancy/owner';
import { takeClaim } from '../tenancy/claims';
import { Container, type ContainerConfig } from './bindings';
import { AssetType, TerraformAsset, TerraformStack, type ITerraformDependable } from './framework';
import { contentHash } from './generation';

/** Longest name that is still one DNS label. */
const LONGEST_NAME = 63;

/** What has to be true before a started container counts as created. */
export interface Gate {
  /** `healthy` waits for the health check, `running` for a second of life, `done` for the end with exit code 0. */
  readonly until: 'healthy' | 'running' | 'done';
  readonly timeoutSeconds: number;
  readonly pids: number | undefined;
}

/** Everything about a container but its generation. */
export interface ContainerSpec {
  /** Name without the generation. */
  readonly name: string;
  readonly labels: ResourceLabels;
  readonly arguments: Omit<ContainerConfig, 'name' | 'labels' | 'lifecycle' | 'provisioners' | 'dependsOn'>;
  readonly gate: Gate | undefined;
  /** False where the old one holds what the new one needs, such as a published port. */
  readonly createBeforeDestroy: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A container whose name and label carry the hash of all its arguments. */
export interface ContainerGeneration {
  readonly resource: Container;
  readonly name: string;
  readonly generation: string;
}

/**
 * Adds the L1 container. The provider ignores changes of several arguments and never notices removed ones, but a changed name or label replaces the
 * container: so the hash of every argument is in both.
 */
export function addContainer(scope: Construct, spec: ContainerSpec): ContainerGeneration {
  const generation = contentHash({ arguments: spec.arguments, gate: spec.gate, labels: spec.labels });
  const name = `${spec.name}-${generation}`;
  if (name.length > LONGEST_NAME) {
    throw new AppEngineError(
      'NameTooLong',
      `container name ${JSON.stringify(name)} has ${String(name.length)} characters, at most ${String(LONGEST_NAME)} fit into a DNS label; shorten the tenant's or the pool's name`,
      scope,
    );
  }
  takeClaim(scope, { code: 'NameClash', kind: 'container name', value: spec.name, fix: 'give one of the two another id' });
  const resource = new Container(scope, 'Resource', {
    ...spec.arguments,
    name,
    labels: renderLabels({ ...spec.labels, generation }),
    lifecycle: { createBeforeDestroy: spec.createBeforeDestroy },
    ...(spec.gate === undefined ? {} : { provisioners: [gateProvisioner(scope, name, spec.gate)] }),
    dependsOn: [...spec.dependsOn],
  });
  return { resource, name, generation };
}

function gateProvisioner(scope: Construct, name: string, gate: Gate): NonNullable<ContainerConfig['provisioners']>[number] {
  const program = gateProgram(TerraformStack.of(scope));
  const pids = gate.pids === undefined ? [] : ['--pids', String(gate.pids)];
  return {
    type: 'local-exec',
    // The interpreter gets its arguments as they are: no shell sees a name.
    interpreter: ['node', program, '--until', gate.until, '--timeout', String(gate.timeoutSeconds), ...pids],
    command: name,
    environment: { ...Owner.of(scope).host.clientEnvironment },
  };
}

function gateProgram(stack: TerraformStack): string {
  const existing = stack.node.tryFindChild('HealthGate');
  const asset =
    existing instanceof TerraformAsset
      ? existing
      : new TerraformAsset(stack, 'HealthGate', { path: join(packageRoot(), 'bin', 'health-gate.js'), type: AssetType.FILE });
  return asset.path;
}
