import { join } from 'node:path';
import type { Construct } from 'constructs';
import { packageRoot } from '../package-root';
import type { IContainerImage } from '../image/container-image';
import { Owner } from '../owner/owner';
import type { ContainerConfig } from '../cdktf/bindings';
import { literal } from '../cdktf/literal';
import { AssetType, TerraformAsset, TerraformStack } from '../cdktf/framework';

/** Condition for a container to count as created. */
export interface Gate {
  /** `healthy` waits for the health check, `running` for a second of life, `done` for the end with exit code 0. */
  readonly until: 'healthy' | 'running' | 'done';
  readonly timeoutSeconds: number;
  readonly pids: number | undefined;
  /** Arguments of the probe, by which proxies that lead requests to the app are asked whether they reach the container. @default they are not asked */
  readonly reached?: readonly string[];
  /** How the gate starts the container. @default the provider does */
  readonly start?: GatedStart;
}

/** A start that waits for others to end, and that is taken back when it fails. */
export interface GatedStart {
  /** The generation before has to end first, even if it writes nothing. */
  readonly stopsFirst: boolean;
  /** Names of volumes that nothing else may write. */
  readonly writes: readonly string[];
  /** Names of volumes that others write as well. */
  readonly shares: readonly string[];
  /** Image of the program that gives volumes to a user, and that ports are tried with. @default there are no volumes, and ports are not tried */
  readonly probe?: IContainerImage;
}

type Provisioner = NonNullable<ContainerConfig['provisioners']>[number];

/** Runs `bin/health-gate` for the container. */
export function gateProvisioner(scope: Construct, container: string, gate: Gate): Provisioner {
  const pids = gate.pids === undefined ? [] : ['--pids', String(gate.pids)];
  const reached = gate.reached === undefined ? [] : ['--reached', literal(JSON.stringify(gate.reached))];
  const start = gate.start === undefined ? [] : startOptions(gate.start);
  return {
    type: 'local-exec',
    // The interpreter gets its arguments as they are: no shell sees a name.
    interpreter: [
      'node',
      gateProgram(scope, 'main.js'),
      '--until',
      gate.until,
      '--timeout',
      String(gate.timeoutSeconds),
      ...pids,
      ...reached,
      ...start,
    ],
    command: container,
    environment: { ...Owner.of(scope).host.clientEnvironment },
  };
}

function startOptions({ stopsFirst, writes, shares, probe }: GatedStart): string[] {
  return [
    '--start',
    ...(stopsFirst ? ['--stop-first'] : []),
    ...writes.flatMap((volume) => ['--writes', volume]),
    ...shares.flatMap((volume) => ['--shares', volume]),
    ...(probe === undefined ? [] : ['--probe', probe.imageName]),
  ];
}

/** Path of a program of `bin/health-gate`, as Terraform finds it. */
export function gateProgram(scope: Construct, name: string): string {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild('HealthGate');
  const asset =
    existing instanceof TerraformAsset
      ? existing
      : new TerraformAsset(stack, 'HealthGate', { path: join(packageRoot(), 'bin', 'health-gate'), type: AssetType.DIRECTORY });
  return `${asset.path}/${name}`;
}
