// Made by `npm run rules` from the files beside it. Change those, not this one.
import type { Rule } from '../rule';
import { imagePinned } from './01.1-image-pinned';
import { registryAllowed } from './01.2-registry-allowed';
import { registryVerified } from './01.3-registry-verified';
import { digestVerified } from './01.4-digest-verified';
import { buildConfined } from './01.5-build-confined';
import { builderConfined } from './01.6-builder-confined';
import { imageSigned } from './01.7-image-signed';
import { engineNotPlainTcp } from './02.1-engine-not-plain-tcp';
import { notOnTheLan } from './02.10-not-on-the-lan';
import { sshHostKey } from './02.2-ssh-host-key';
import { engineOwnsFirewall } from './02.3-engine-owns-firewall';
import { noHostNetwork } from './02.4-no-host-network';
import { portOnOneAddress } from './02.5-port-on-one-address';
import { portsDeclared } from './02.6-ports-declared';
import { dataTierInternal } from './02.7-data-tier-internal';
import { hostUnreachable } from './02.8-host-unreachable';
import { containersNotRouted } from './02.9-containers-not-routed';
import { logDriver } from './03.1-log-driver';
import { logsBounded } from './03.2-logs-bounded';
import { engineAudited } from './03.3-engine-audited';
import { evidenceKept } from './03.4-evidence-kept';
import { logsStay } from './03.5-logs-stay';
import { apparmorOn } from './04.1-apparmor-on';
import { selinuxOn } from './04.2-selinux-on';
import { hostConfines } from './04.3-host-confines';
import { notPrivileged } from './05.1-not-privileged';
import { userNotRoot } from './05.2-user-not-root';
import { noPowerfulGroup } from './05.3-no-powerful-group';
import { noNewPrivileges } from './05.4-no-new-privileges';
import { noEngineSocket } from './05.5-no-engine-socket';
import { socketClosed } from './05.6-socket-closed';
import { memoryLimit } from './06.1-memory-limit';
import { noSwap } from './06.2-no-swap';
import { cpuLimit } from './06.3-cpu-limit';
import { processLimit } from './06.4-process-limit';
import { ulimitsBounded } from './06.5-ulimits-bounded';
import { restartBounded } from './06.6-restart-bounded';
import { memoryFilesBounded } from './06.7-memory-files-bounded';
import { cgroupParent } from './06.8-cgroup-parent';
import { noSetuidCapability } from './07.1-no-setuid-capability';
import { tmpfsFlags } from './07.2-tmpfs-flags';
import { noSetuidFiles } from './07.3-no-setuid-files';
import { noDevices } from './08.1-no-devices';
import { devicePermissions } from './08.2-device-permissions';
import { noDiskDevice } from './08.3-no-disk-device';
import { gpuById } from './08.4-gpu-by-id';
import { noSshServer } from './09.1-no-ssh-server';
import { hasInit } from './09.2-has-init';
import { privatePids } from './09.3-private-pids';
import { privateIpc } from './09.4-private-ipc';
import { healthCheck } from './09.5-health-check';
import { noSecretsInClear } from './09.6-no-secrets-in-clear';
import { noSensitivePath } from './10.1-no-sensitive-path';
import { noNetworkFileSystem } from './10.10-no-network-file-system';
import { bindsReadOnly } from './10.2-binds-read-only';
import { noDisguisedBind } from './10.3-no-disguised-bind';
import { mountsPrivate } from './10.4-mounts-private';
import { systemPathsKept } from './10.5-system-paths-kept';
import { rootReadOnly } from './10.6-root-read-only';
import { workingDirectory } from './10.7-working-directory';
import { sysctlsSafe } from './10.8-sysctls-safe';
import { noKernelFileSystem } from './10.9-no-kernel-file-system';
import { engineCurrent } from './11.1-engine-current';
import { kernelCurrent } from './11.2-kernel-current';
import { engineSettings } from './11.3-engine-settings';
import { engineFiles } from './11.4-engine-files';
import { userNamespaces } from './12.1-user-namespaces';
import { staysInUserNamespace } from './12.2-stays-in-user-namespace';
import { privateCgroups } from './12.3-private-cgroups';
import { seccompOn } from './13.1-seccomp-on';
import { seccompContent } from './13.2-seccomp-content';
import { engineSeccomp } from './13.3-engine-seccomp';
import { dropAll } from './14.1-drop-all';
import { noRootCapability } from './14.2-no-root-capability';
import { noRawSockets } from './14.3-no-raw-sockets';
import { capabilitiesJustified } from './14.4-capabilities-justified';
import { noDeadCapability } from './14.5-no-dead-capability';
import { notOnDefaultBridge } from './15.1-not-on-default-bridge';
import { noIcc } from './15.2-no-icc';
import { networkOfOneTenant } from './15.3-network-of-one-tenant';
import { volumeOfOneTenant } from './15.4-volume-of-one-tenant';
import { joinsNoContainer } from './15.5-joins-no-container';
import { oneTrustLevel } from './15.6-one-trust-level';
import { overlayEncrypted } from './15.7-overlay-encrypted';
import { userOfOneTenant } from './15.8-user-of-one-tenant';
import { untrustedSandboxed } from './16.1-untrusted-sandboxed';
import { runtimeKnown } from './16.2-runtime-known';
import { noDrift } from './17.1-no-drift';
import { nothingUnmanaged } from './17.2-nothing-unmanaged';
import { waiversHold } from './17.3-waivers-hold';
import { nothingOpaque } from './17.4-nothing-opaque';
import { swarmClosed } from './17.5-swarm-closed';

/** All rules of this library, in the order of their ids. */
export const RULES: readonly Rule[] = [
  imagePinned,
  registryAllowed,
  registryVerified,
  digestVerified,
  buildConfined,
  builderConfined,
  imageSigned,
  engineNotPlainTcp,
  notOnTheLan,
  sshHostKey,
  engineOwnsFirewall,
  noHostNetwork,
  portOnOneAddress,
  portsDeclared,
  dataTierInternal,
  hostUnreachable,
  containersNotRouted,
  logDriver,
  logsBounded,
  engineAudited,
  evidenceKept,
  logsStay,
  apparmorOn,
  selinuxOn,
  hostConfines,
  notPrivileged,
  userNotRoot,
  noPowerfulGroup,
  noNewPrivileges,
  noEngineSocket,
  socketClosed,
  memoryLimit,
  noSwap,
  cpuLimit,
  processLimit,
  ulimitsBounded,
  restartBounded,
  memoryFilesBounded,
  cgroupParent,
  noSetuidCapability,
  tmpfsFlags,
  noSetuidFiles,
  noDevices,
  devicePermissions,
  noDiskDevice,
  gpuById,
  noSshServer,
  hasInit,
  privatePids,
  privateIpc,
  healthCheck,
  noSecretsInClear,
  noSensitivePath,
  noNetworkFileSystem,
  bindsReadOnly,
  noDisguisedBind,
  mountsPrivate,
  systemPathsKept,
  rootReadOnly,
  workingDirectory,
  sysctlsSafe,
  noKernelFileSystem,
  engineCurrent,
  kernelCurrent,
  engineSettings,
  engineFiles,
  userNamespaces,
  staysInUserNamespace,
  privateCgroups,
  seccompOn,
  seccompContent,
  engineSeccomp,
  dropAll,
  noRootCapability,
  noRawSockets,
  capabilitiesJustified,
  noDeadCapability,
  notOnDefaultBridge,
  noIcc,
  networkOfOneTenant,
  volumeOfOneTenant,
  joinsNoContainer,
  oneTrustLevel,
  overlayEncrypted,
  userOfOneTenant,
  untrustedSandboxed,
  runtimeKnown,
  noDrift,
  nothingUnmanaged,
  waiversHold,
  nothingOpaque,
  swarmClosed,
];
