import { known, mapItems, mapKnown, unknown, type Entry, type Items, type Known } from '../../../facts/known';
import { hostPath } from '../../../normalise/host-path';
import type { EngineResponse } from '../engine-response';
import type { Engine } from '../read-host';
import { imageNames, type Image } from '../read-image';

/** Values of a container without a declared one: from its image and from the engine. */
export interface Baseline {
  /** State in the engine's word, such as `exited`. */
  readonly state: Known<string | undefined>;
  readonly imageNames: Items<string>;
  readonly user: Known<string | undefined>;
  readonly entrypoint: Items<string>;
  readonly command: Items<string>;
  /** `NAME=value` */
  readonly environment: Items<string>;
  readonly labels: Items<Entry>;
  readonly workingDirectory: Known<string | undefined>;
  readonly healthTest: Known<string | undefined>;
  /** Paths at which the image wants volumes. */
  readonly volumes: Items<string>;
  readonly runtime: Known<string | undefined>;
  readonly logDriver: Known<string | undefined>;
  readonly cgroupNamespace: Known<string | undefined>;
  readonly ipcMode: Known<string | undefined>;
}

export function baselineOf(container: EngineResponse, images: readonly Image[], engine: Engine): Baseline {
  const id = container.text('Image');
  const image = images.find((candidate) => id.known && candidate.id === id.value);
  return {
    state: container.part('State').text('Status'),
    ...(image === undefined ? IMAGE_UNKNOWN : imageBaseline(image)),
    runtime: engine.info.text('DefaultRuntime'),
    logDriver: engine.info.text('LoggingDriver'),
    cgroupNamespace: cgroupNamespaceOf(engine, container.part('HostConfig').isOn('Privileged')),
    ipcMode: mapKnown(setting(engine, 'default-ipc-mode'), (mode) => mode ?? 'private'),
  };
}

type ImageBaseline = Omit<Baseline, 'cgroupNamespace' | 'ipcMode' | 'logDriver' | 'runtime' | 'state'>;

function imageBaseline(image: Image): ImageBaseline {
  const names = ['Cmd', 'Entrypoint', 'Env', 'Healthcheck', 'Labels', 'User', 'Volumes', 'WorkingDir'];
  const config = image.inspect.part('Config').treatMissingAsUnset(...names);
  const health = config.optional('Healthcheck');
  return {
    imageNames: imageNames(image),
    user: config.text('User'),
    entrypoint: config.texts('Entrypoint'),
    command: config.texts('Cmd'),
    environment: config.texts('Env'),
    labels: config.entries('Labels'),
    workingDirectory: config.text('WorkingDir'),
    healthTest: health.known ? (health.value?.treatMissingAsUnset('Test').texts('Test')[0] ?? known('NONE')) : health,
    volumes: mapItems(config.keys('Volumes'), (path) => known(hostPath(path))),
  };
}

const NO_IMAGE = unknown('the image of the container is not told');
const IMAGE_UNKNOWN: ImageBaseline = {
  imageNames: [NO_IMAGE],
  user: NO_IMAGE,
  entrypoint: [NO_IMAGE],
  command: [NO_IMAGE],
  environment: [NO_IMAGE],
  labels: [NO_IMAGE],
  workingDirectory: NO_IMAGE,
  healthTest: NO_IMAGE,
  volumes: [NO_IMAGE],
};

/** Private where control groups are of version 2, unless the engine is configured otherwise; a privileged container always has the host's. */
function cgroupNamespaceOf(engine: Engine, privileged: Known<boolean>): Known<string | undefined> {
  if (!privileged.known || privileged.value) return mapKnown(privileged, () => 'host');
  const told = setting(engine, 'default-cgroupns-mode');
  if (told.known && told.value !== undefined) return told;
  return mapKnown(engine.info.text('CgroupVersion'), (version) => (version === '2' ? 'private' : 'host'));
}

/** One of the engine's own settings; the default where they were not read. */
function setting({ daemon }: Engine, name: string): Known<string | undefined> {
  return daemon?.treatMissingAsUnset(name).text(name) ?? known(undefined);
}
