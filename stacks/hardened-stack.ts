import type { Construct } from 'constructs';
import { AppEngineError } from '../constructs/errors';
import { DockerHost } from '../constructs/host/docker-host';
import { Instance } from '../constructs/host/instance';
import { ProbeImage } from '../constructs/build/probe-image';
import type { StateBackend } from '../constructs/cdktf/state-backend';
import { reserveName } from '../constructs/owner/reservations';
import { Owner } from '../constructs/owner/owner';
import { OwnedStack } from './owned-stack';

/** How a stack in a project of your own is. */
export interface HardenedStackProps {
  /**
   * First part of the name of every container, network and volume: 1 to 20 of a-z and 0-9, a letter first. Each stack of an app has its own.
   * @default the stack's id in lower case, without other characters: `Web-2` is `web2`
   */
  readonly name?: string;
  /** @default from DOCKER_HOST, else the local engine */
  readonly host?: DockerHost;
  /** Registries of images beside the Docker Official Images, such as `ghcr.io/acme`. @default none */
  readonly registries?: readonly string[];
  /** Keeps its state; `{instance}` is the stack's name. @default what cdktf does, a file in the working directory */
  readonly backend?: StateBackend;
}

/**
 * A stack for hardened containers in any cdktf app, without the platform: it has the provider and its version, says whose its resources are, and judges
 * itself at every synth.
 */
export class HardenedStack extends OwnedStack {
  /** First part of the name of every container, network and volume. */
  readonly name: string;

  /** @throws AppEngineError StackNameInvalid, NameClash */
  constructor(
    scope: Construct,
    id: string,
    { name, host = DockerHost.fromEnvironment(), registries = [], backend }: HardenedStackProps = {},
  ) {
    const instance = new Instance({ name: checkedName(id, name) });
    super(scope, id, { owner: new Owner(instance, host, undefined, id), registries, probe: ProbeImage.packaged() });
    this.name = instance.name;
    backend?.attach(this, { instance: this.name, stack: id }, instance.stateFile(id));
    reserveName(this, { code: 'NameClash', kind: 'stack name', value: this.name, fix: 'set `name` of one of the two stacks' });
  }
}

function checkedName(id: string, given: string | undefined): string {
  const name = given ?? id.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (Instance.isName(name)) return name;
  const origin = given === undefined ? `, made of the id ${JSON.stringify(id)},` : '';
  throw new AppEngineError(
    'StackNameInvalid',
    `stack name ${JSON.stringify(name)}${origin} must be 1 to 20 of a-z and 0-9 with a letter first; set \`name\` to such a name`,
  );
}
