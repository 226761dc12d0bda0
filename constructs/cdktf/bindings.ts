/**
 * The only file that names the provider's generated bindings: one class a file, never the barrel, which loads all of them.
 * The bindings describe provider 3.6; newer arguments go through `addOverride` in this folder.
 */
export {
  Container,
  type ContainerConfig,
  type ContainerMounts,
  type ContainerNetworksAdvanced,
  type ContainerPorts,
  type ContainerUpload,
} from '@cdktf/provider-docker/lib/container';
export { DataDockerImage } from '@cdktf/provider-docker/lib/data-docker-image';
export { Image } from '@cdktf/provider-docker/lib/image';
export { Network } from '@cdktf/provider-docker/lib/network';
export { DockerProvider } from '@cdktf/provider-docker/lib/provider';
export { Volume } from '@cdktf/provider-docker/lib/volume';
