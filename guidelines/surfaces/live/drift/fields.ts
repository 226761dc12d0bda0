import { known, knownOf, mapKnown } from '../../../facts/known';
import { hostPath } from '../../../normalise/host-path';
import { userReference, type UserReference } from '../../../normalise/user';
import { single, type Field } from './compare';

/** Fields with one value. */
export const SINGLE_FIELDS: readonly Field[] = [
  single({
    attribute: 'user',
    rule: 'SDG-05.2',
    of: ({ user }) => user,
    otherwise: ({ baseline }) => mapKnown(baseline.user, (text) => (text === undefined ? undefined : userReference(text))),
    show: ({ user, group }: UserReference) => (group === undefined ? user : `${user}:${group}`),
  }),
  single({ attribute: 'privileged', rule: 'SDG-05.1', of: ({ privileged }) => privileged }),
  single({ attribute: 'read_only', rule: 'SDG-10.6', of: ({ readOnly }) => readOnly }),
  single({ attribute: 'rm', rule: 'SDG-03.4', of: ({ autoRemove }) => autoRemove }),
  single({ attribute: 'memory', rule: 'SDG-06.1', of: ({ memory }) => memory }),
  single({
    attribute: 'memory_swap',
    rule: 'SDG-06.2',
    of: ({ memorySwap }) => memorySwap,
    // Without a bound of its own, swap gets as much again as memory has.
    otherwise: ({ live: { memory } }) => mapKnown(memory, (size) => (size === undefined ? undefined : 2 * size)),
  }),
  single({ attribute: 'cpu_shares', rule: 'SDG-06.3', of: ({ cpu }) => cpu.shares }),
  single({ attribute: 'cpu_quota', rule: 'SDG-06.3', of: ({ cpu }) => cpu.quota }),
  single({ attribute: 'cpus', rule: 'SDG-06.3', of: ({ cpu }) => cpu.cores }),
  single({ attribute: 'cgroup_parent', rule: 'SDG-06.8', of: ({ cgroupParent }) => cgroupParent }),
  single({ attribute: 'restart', rule: 'SDG-06.6', of: ({ restart }) => mapKnown(restart, (policy) => policy ?? 'no') }),
  single({ attribute: 'max_retry_count', rule: 'SDG-06.6', of: ({ maxRetries }) => maxRetries }),
  single({
    attribute: 'log_driver',
    rule: 'SDG-03.1',
    of: ({ logDriver }) => logDriver,
    otherwise: ({ baseline }) => baseline.logDriver,
  }),
  single({ attribute: 'init', rule: 'SDG-09.2', of: ({ init }) => mapKnown(init, (isSet) => isSet ?? false) }),
  single({
    attribute: 'healthcheck',
    rule: 'SDG-09.5',
    of: ({ healthTest }) => healthTest,
    otherwise: ({ baseline }) => baseline.healthTest,
  }),
  single({
    attribute: 'working_dir',
    rule: 'SDG-10.7',
    of: ({ workingDirectory }) => workingDirectory,
    otherwise: ({ baseline }) => baseline.workingDirectory,
    show: hostPath,
  }),
  single({ attribute: 'publish_all_ports', rule: 'SDG-02.6', of: ({ publishAllPorts }) => publishAllPorts }),
  single({
    attribute: 'network_mode',
    rule: 'SDG-02.4',
    of: ({ networkMode }) => mapKnown(networkMode, (mode) => (mode === 'bridge' ? undefined : mode)),
    // The provider may ask for one of the networks as the first.
    otherwise: ({ declared, live: { networkMode } }) =>
      knownOf(declared.networks).some((network) => networkMode.known && network === networkMode.value) ? networkMode : known(undefined),
  }),
  single({ attribute: 'pid_mode', rule: 'SDG-09.3', of: ({ pidMode }) => pidMode }),
  single({ attribute: 'ipc_mode', rule: 'SDG-09.4', of: ({ ipcMode }) => ipcMode, otherwise: ({ baseline }) => baseline.ipcMode }),
  single({ attribute: 'userns_mode', rule: 'SDG-12.2', of: ({ usernsMode }) => usernsMode }),
  single({
    attribute: 'cgroupns_mode',
    rule: 'SDG-12.3',
    of: ({ cgroupNamespace }) => cgroupNamespace,
    otherwise: ({ baseline }) => baseline.cgroupNamespace,
  }),
  single({ attribute: 'runtime', rule: 'SDG-16.2', of: ({ runtime }) => runtime, otherwise: ({ baseline }) => baseline.runtime }),
  // No argument of the provider sets these: they were set by hand.
  single({ attribute: 'uts_mode', rule: 'SDG-09.4', of: ({ engine }) => engine.utsMode }),
  single({ attribute: 'oom_kill_disable', rule: 'SDG-06.8', of: ({ engine }) => engine.oomKillDisabled }),
  single({ attribute: 'oom_score_adj', rule: 'SDG-06.8', of: ({ engine }) => engine.oomScore }),
];
