import type { DockerHost } from '../../constructs/host/docker-host';
import { acceptances } from './construct-waivers';
import type { ConstructWaiver } from '../waivers';

/** Waivers for what a chosen host is known to lack: on another host the same is a finding. */
export function hostWaivers({ exemptions }: DockerHost): readonly ConstructWaiver[] {
  return exemptions.flatMap((exemption) => acceptances('host', exemption));
}
