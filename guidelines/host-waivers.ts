import type { DockerHost } from '../constructs/host/docker-host';
import type { ConstructWaiver } from './waivers';

/** What is accepted of a host that is without something, by the name of that. */
const ACCEPTED: Readonly<Record<string, readonly Omit<ConstructWaiver, 'reason' | 'target'>[]>> = {
  auditd: [{ rule: 'SDG-03.3' }],
  'cgroup v2': [{ rule: 'SDG-11.3', finding: '1' }],
  'data on a partition of its own': [{ rule: 'SDG-11.4', finding: 'on the file system of the host' }],
  'kernel security module': [{ rule: 'SDG-04.3' }],
  'seccomp profile of today': [{ rule: 'SDG-13.3' }],
  'upstream engine': [{ rule: 'SDG-11.1' }],
  'upstream kernel': [{ rule: 'SDG-11.2' }],
};

/** What a host is known to be without, where it is chosen: on another host the same is a finding. */
export function hostWaivers({ waivers }: DockerHost): readonly ConstructWaiver[] {
  return waivers.flatMap(({ default: name, reason }) =>
    (ACCEPTED[name] ?? []).map((accepted) => ({ ...accepted, target: 'host', reason })),
  );
}
