import type { Construct } from 'constructs';
import { AppEngineError } from '../errors';
import { renderLabels, type ResourceLabels } from '../owner/labels';
import { reserveName } from '../owner/reservations';
import { Container, type ContainerConfig, type ContainerUpload } from '../cdktf/bindings';
import { TerraformResource, type ITerraformDependable } from '../cdktf/framework';
import { gateProvisioner, type Gate } from './gate';
import { contentHash } from '../cdktf/generation';

/** Longest name that is still one DNS label. */
const LONGEST_NAME = 63;

/** Everything about a container but its generation. */
export interface ContainerSpec {
  /** Name without the generation. */
  readonly name: string;
  readonly labels: ResourceLabels;
  /** Labels of users' own. @default none */
  readonly customLabels?: Readonly<Record<string, string>>;
  readonly arguments: Omit<ContainerConfig, 'name' | 'labels' | 'lifecycle' | 'provisioners' | 'dependsOn'>;
  readonly gate: Gate | undefined;
  readonly dependsOn: readonly ITerraformDependable[];
  /** Generations of jobs that take over what it writes: it is replaced whenever one of them runs. @default none */
  readonly follows?: readonly string[];
}

/** A container whose name and label carry the hash of all its arguments. */
export interface ContainerGeneration {
  readonly resource: Container;
  readonly name: string;
  readonly generation: string;
  /** Exists when the container has passed its gate. */
  readonly dependable: ITerraformDependable;
}

/**
 * Adds the L1 container. The provider ignores changes of several arguments and never notices removed ones, but a changed name or label replaces the
 * container: so the hash of every argument is in both.
 */
export function addContainer(scope: Construct, spec: ContainerSpec): ContainerGeneration {
  const { gate, follows = [], customLabels = {} } = spec;
  const labels = { ...spec.labels, ...(gate?.start === undefined ? {} : { gate: gate.until }) };
  const generation = contentHash({
    arguments: withoutPlaces(spec.arguments),
    gate: gate === undefined ? undefined : { until: gate.until, timeoutSeconds: gate.timeoutSeconds, pids: gate.pids },
    labels,
    ...(follows.length === 0 ? {} : { follows }),
    ...(Object.keys(customLabels).length === 0 ? {} : { customLabels }),
  });
  const name = `${spec.name}-${generation}`;
  if (name.length > LONGEST_NAME) {
    throw new AppEngineError(
      'NameTooLong',
      `container name ${JSON.stringify(name)} has ${String(name.length)} characters, at most ${String(LONGEST_NAME)} fit into a DNS label; shorten the tenant's or the pool's name`,
      scope,
    );
  }
  reserveName(scope, { code: 'NameClash', kind: 'container name', value: spec.name, fix: 'give one of the two another id' });
  const provisioners = gate === undefined ? [] : [gateProvisioner(scope, name, gate)];
  const oneShot = gate?.until === 'done';
  const resource = new Container(scope, 'Resource', {
    ...spec.arguments,
    // One that the gate starts may stand still at every later look: Terraform is not to start a second writer, nor a job again.
    ...(gate?.start === undefined ? {} : { start: false, mustRun: false }),
    name,
    labels: renderLabels({ ...labels, generation }, customLabels),
    lifecycle: {
      createBeforeDestroy: true,
      ...(readsFiles(spec.arguments) ? { ignoreChanges: ['upload'] } : {}),
    },
    ...(oneShot || provisioners.length === 0 ? {} : { provisioners }),
    dependsOn: [...spec.dependsOn],
  });
  return { resource, name, generation, dependable: oneShot ? addRun(scope, generation, resource, provisioners) : resource };
}

/** Another checkout has its files elsewhere: what counts is in them. */
function withoutPlaces(given: ContainerSpec['arguments']): object {
  if (!readsFiles(given)) return given;
  return { ...given, upload: given.upload.map(({ source: _source, ...upload }) => upload) };
}

/** True if it is given files of this machine. */
function readsFiles(given: ContainerSpec['arguments']): given is ContainerSpec['arguments'] & { readonly upload: ContainerUpload[] } {
  return Array.isArray(given.upload) && given.upload.some(({ source }) => source !== undefined);
}

/** That a program has run to its end, remembered without its container: one that was cleaned away does not run again. */
function addRun(
  scope: Construct,
  generation: string,
  container: Container,
  provisioners: NonNullable<ContainerConfig['provisioners']>,
): TerraformResource {
  const run = new TerraformResource(scope, 'Run', { terraformResourceType: 'terraform_data', provisioners, dependsOn: [container] });
  run.addOverride('triggers_replace', [generation]);
  return run;
}
