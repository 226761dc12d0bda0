import type { DockerHost } from '../../constructs/host/docker-host';
import { acceptances } from './construct-waivers';
import type { ConstructWaiver } from '../waivers';

/** What a host is known to be without, where it is chosen: on another host the same is a finding. */
export function hostWaivers({ waivers }: DockerHost): readonly ConstructWaiver[] {
  return waivers.flatMap((waiver) => acceptances('host', waiver));
}
