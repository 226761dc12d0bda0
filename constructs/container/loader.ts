import type { Construct } from 'constructs';
import { ProbeImage } from '../build/probe-image';
import { labelsOf } from '../owner/custom-labels';
import { Owner } from '../owner/owner';
import type { IContainerImage } from '../image/container-image';
import type { ContainerUpload } from '../cdktf/bindings';
import { addContainer, type ContainerGeneration } from './container-resource';
import type { ITerraformDependable } from '../cdktf/framework';
import type { IVolume } from './volume-reference';

/** A container that never starts and only fills a volume. */
export interface LoaderProps {
  /** Container name without prefix and generation. */
  readonly name: string;
  /** Image whose files below the target get into an empty volume. @default the probe's */
  readonly image?: IContainerImage;
  readonly volume: IVolume;
  /** Directory of the volume in the loader. */
  readonly target: string;
  readonly upload: ContainerUpload[];
  readonly after: readonly ITerraformDependable[];
}

/**
 * The engine mounts the volumes of a container that is only created: it copies what the image has below the target into an empty one, and unpacks
 * uploads.
 */
export function addLoader(scope: Construct, props: LoaderProps): ContainerGeneration {
  const owner = Owner.of(scope);
  const image = props.image ?? ProbeImage.of(scope);
  return addContainer(scope, {
    name: `${owner.prefix}-${props.name}`,
    labels: owner.labels('loader'),
    customLabels: labelsOf(scope, {}),
    arguments: {
      image: image.imageName,
      command: ['never-started'],
      start: false,
      mustRun: false,
      networkMode: 'none',
      readOnly: props.upload.length === 0,
      user: '65534:65534',
      capabilities: { drop: ['ALL'] },
      securityOpts: ['no-new-privileges:true'],
      memory: 16,
      memorySwap: 16,
      restart: 'no',
      logDriver: 'local',
      logOpts: { 'max-size': '1m', 'max-file': '1' },
      mounts: [{ type: 'volume', source: props.volume.volumeName, target: props.target }],
      ...(props.upload.length === 0 ? {} : { upload: props.upload }),
    },
    gate: undefined,
    dependsOn: [...image.dependables, ...props.volume.dependables, ...props.after],
  });
}
