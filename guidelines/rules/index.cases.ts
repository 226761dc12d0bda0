// Made by `npm run rules` from the files beside it. Change those, not this one.
import type { RuleCases } from '../cases/cases';
import { cases as imagePinned } from './01.1-image-pinned.cases';
import { cases as registryAllowed } from './01.2-registry-allowed.cases';
import { cases as registryVerified } from './01.3-registry-verified.cases';
import { cases as digestVerified } from './01.4-digest-verified.cases';
import { cases as buildConfined } from './01.5-build-confined.cases';
import { cases as builderConfined } from './01.6-builder-confined.cases';
import { cases as imageSigned } from './01.7-image-signed.cases';
import { cases as engineNotPlainTcp } from './02.1-engine-not-plain-tcp.cases';
import { cases as notOnTheLan } from './02.10-not-on-the-lan.cases';
import { cases as sshHostKey } from './02.2-ssh-host-key.cases';
import { cases as engineOwnsFirewall } from './02.3-engine-owns-firewall.cases';
import { cases as noHostNetwork } from './02.4-no-host-network.cases';
import { cases as portOnOneAddress } from './02.5-port-on-one-address.cases';
import { cases as portsDeclared } from './02.6-ports-declared.cases';
import { cases as dataTierInternal } from './02.7-data-tier-internal.cases';
import { cases as hostUnreachable } from './02.8-host-unreachable.cases';
import { cases as containersNotRouted } from './02.9-containers-not-routed.cases';
import { cases as logDriver } from './03.1-log-driver.cases';
import { cases as logsBounded } from './03.2-logs-bounded.cases';
import { cases as engineAudited } from './03.3-engine-audited.cases';
import { cases as evidenceKept } from './03.4-evidence-kept.cases';
import { cases as logsStay } from './03.5-logs-stay.cases';
import { cases as apparmorOn } from './04.1-apparmor-on.cases';
import { cases as selinuxOn } from './04.2-selinux-on.cases';
import { cases as hostConfines } from './04.3-host-confines.cases';
import { cases as notPrivileged } from './05.1-not-privileged.cases';
import { cases as userNotRoot } from './05.2-user-not-root.cases';
import { cases as noPowerfulGroup } from './05.3-no-powerful-group.cases';
import { cases as noNewPrivileges } from './05.4-no-new-privileges.cases';
import { cases as noEngineSocket } from './05.5-no-engine-socket.cases';
import { cases as socketClosed } from './05.6-socket-closed.cases';
import { cases as memoryLimit } from './06.1-memory-limit.cases';
import { cases as noSwap } from './06.2-no-swap.cases';
import { cases as cpuLimit } from './06.3-cpu-limit.cases';
import { cases as processLimit } from './06.4-process-limit.cases';
import { cases as ulimitsBounded } from './06.5-ulimits-bounded.cases';
import { cases as restartBounded } from './06.6-restart-bounded.cases';
import { cases as memoryFilesBounded } from './06.7-memory-files-bounded.cases';
import { cases as cgroupParent } from './06.8-cgroup-parent.cases';
import { cases as noSetuidCapability } from './07.1-no-setuid-capability.cases';
import { cases as tmpfsFlags } from './07.2-tmpfs-flags.cases';
import { cases as noSetuidFiles } from './07.3-no-setuid-files.cases';
import { cases as noDevices } from './08.1-no-devices.cases';
import { cases as devicePermissions } from './08.2-device-permissions.cases';
import { cases as noDiskDevice } from './08.3-no-disk-device.cases';
import { cases as gpuById } from './08.4-gpu-by-id.cases';
import { cases as noSshServer } from './09.1-no-ssh-server.cases';
import { cases as hasInit } from './09.2-has-init.cases';
import { cases as privatePids } from './09.3-private-pids.cases';
import { cases as privateIpc } from './09.4-private-ipc.cases';
import { cases as healthCheck } from './09.5-health-check.cases';
import { cases as noSecretsInClear } from './09.6-no-secrets-in-clear.cases';
import { cases as noSensitivePath } from './10.1-no-sensitive-path.cases';
import { cases as noNetworkFileSystem } from './10.10-no-network-file-system.cases';
import { cases as bindsReadOnly } from './10.2-binds-read-only.cases';
import { cases as noDisguisedBind } from './10.3-no-disguised-bind.cases';
import { cases as mountsPrivate } from './10.4-mounts-private.cases';
import { cases as systemPathsKept } from './10.5-system-paths-kept.cases';
import { cases as rootReadOnly } from './10.6-root-read-only.cases';
import { cases as workingDirectory } from './10.7-working-directory.cases';
import { cases as sysctlsSafe } from './10.8-sysctls-safe.cases';
import { cases as noKernelFileSystem } from './10.9-no-kernel-file-system.cases';
import { cases as engineCurrent } from './11.1-engine-current.cases';
import { cases as kernelCurrent } from './11.2-kernel-current.cases';
import { cases as engineSettings } from './11.3-engine-settings.cases';
import { cases as engineFiles } from './11.4-engine-files.cases';
import { cases as userNamespaces } from './12.1-user-namespaces.cases';
import { cases as staysInUserNamespace } from './12.2-stays-in-user-namespace.cases';
import { cases as privateCgroups } from './12.3-private-cgroups.cases';
import { cases as seccompOn } from './13.1-seccomp-on.cases';
import { cases as seccompContent } from './13.2-seccomp-content.cases';
import { cases as engineSeccomp } from './13.3-engine-seccomp.cases';
import { cases as dropAll } from './14.1-drop-all.cases';
import { cases as noRootCapability } from './14.2-no-root-capability.cases';
import { cases as noRawSockets } from './14.3-no-raw-sockets.cases';
import { cases as capabilitiesJustified } from './14.4-capabilities-justified.cases';
import { cases as noDeadCapability } from './14.5-no-dead-capability.cases';
import { cases as notOnDefaultBridge } from './15.1-not-on-default-bridge.cases';
import { cases as noIcc } from './15.2-no-icc.cases';
import { cases as networkOfOneTenant } from './15.3-network-of-one-tenant.cases';
import { cases as volumeOfOneTenant } from './15.4-volume-of-one-tenant.cases';
import { cases as joinsNoContainer } from './15.5-joins-no-container.cases';
import { cases as oneTrustLevel } from './15.6-one-trust-level.cases';
import { cases as overlayEncrypted } from './15.7-overlay-encrypted.cases';
import { cases as userOfOneTenant } from './15.8-user-of-one-tenant.cases';
import { cases as untrustedSandboxed } from './16.1-untrusted-sandboxed.cases';
import { cases as runtimeKnown } from './16.2-runtime-known.cases';
import { cases as noDrift } from './17.1-no-drift.cases';
import { cases as nothingUnmanaged } from './17.2-nothing-unmanaged.cases';
import { cases as waiversHold } from './17.3-waivers-hold.cases';
import { cases as nothingOpaque } from './17.4-nothing-opaque.cases';
import { cases as swarmClosed } from './17.5-swarm-closed.cases';

/** Cases of all rules, by their ids. */
export const CASES: Readonly<Record<string, RuleCases>> = {
  'SDG-01.1': imagePinned,
  'SDG-01.2': registryAllowed,
  'SDG-01.3': registryVerified,
  'SDG-01.4': digestVerified,
  'SDG-01.5': buildConfined,
  'SDG-01.6': builderConfined,
  'SDG-01.7': imageSigned,
  'SDG-02.1': engineNotPlainTcp,
  'SDG-02.10': notOnTheLan,
  'SDG-02.2': sshHostKey,
  'SDG-02.3': engineOwnsFirewall,
  'SDG-02.4': noHostNetwork,
  'SDG-02.5': portOnOneAddress,
  'SDG-02.6': portsDeclared,
  'SDG-02.7': dataTierInternal,
  'SDG-02.8': hostUnreachable,
  'SDG-02.9': containersNotRouted,
  'SDG-03.1': logDriver,
  'SDG-03.2': logsBounded,
  'SDG-03.3': engineAudited,
  'SDG-03.4': evidenceKept,
  'SDG-03.5': logsStay,
  'SDG-04.1': apparmorOn,
  'SDG-04.2': selinuxOn,
  'SDG-04.3': hostConfines,
  'SDG-05.1': notPrivileged,
  'SDG-05.2': userNotRoot,
  'SDG-05.3': noPowerfulGroup,
  'SDG-05.4': noNewPrivileges,
  'SDG-05.5': noEngineSocket,
  'SDG-05.6': socketClosed,
  'SDG-06.1': memoryLimit,
  'SDG-06.2': noSwap,
  'SDG-06.3': cpuLimit,
  'SDG-06.4': processLimit,
  'SDG-06.5': ulimitsBounded,
  'SDG-06.6': restartBounded,
  'SDG-06.7': memoryFilesBounded,
  'SDG-06.8': cgroupParent,
  'SDG-07.1': noSetuidCapability,
  'SDG-07.2': tmpfsFlags,
  'SDG-07.3': noSetuidFiles,
  'SDG-08.1': noDevices,
  'SDG-08.2': devicePermissions,
  'SDG-08.3': noDiskDevice,
  'SDG-08.4': gpuById,
  'SDG-09.1': noSshServer,
  'SDG-09.2': hasInit,
  'SDG-09.3': privatePids,
  'SDG-09.4': privateIpc,
  'SDG-09.5': healthCheck,
  'SDG-09.6': noSecretsInClear,
  'SDG-10.1': noSensitivePath,
  'SDG-10.10': noNetworkFileSystem,
  'SDG-10.2': bindsReadOnly,
  'SDG-10.3': noDisguisedBind,
  'SDG-10.4': mountsPrivate,
  'SDG-10.5': systemPathsKept,
  'SDG-10.6': rootReadOnly,
  'SDG-10.7': workingDirectory,
  'SDG-10.8': sysctlsSafe,
  'SDG-10.9': noKernelFileSystem,
  'SDG-11.1': engineCurrent,
  'SDG-11.2': kernelCurrent,
  'SDG-11.3': engineSettings,
  'SDG-11.4': engineFiles,
  'SDG-12.1': userNamespaces,
  'SDG-12.2': staysInUserNamespace,
  'SDG-12.3': privateCgroups,
  'SDG-13.1': seccompOn,
  'SDG-13.2': seccompContent,
  'SDG-13.3': engineSeccomp,
  'SDG-14.1': dropAll,
  'SDG-14.2': noRootCapability,
  'SDG-14.3': noRawSockets,
  'SDG-14.4': capabilitiesJustified,
  'SDG-14.5': noDeadCapability,
  'SDG-15.1': notOnDefaultBridge,
  'SDG-15.2': noIcc,
  'SDG-15.3': networkOfOneTenant,
  'SDG-15.4': volumeOfOneTenant,
  'SDG-15.5': joinsNoContainer,
  'SDG-15.6': oneTrustLevel,
  'SDG-15.7': overlayEncrypted,
  'SDG-15.8': userOfOneTenant,
  'SDG-16.1': untrustedSandboxed,
  'SDG-16.2': runtimeKnown,
  'SDG-17.1': noDrift,
  'SDG-17.2': nothingUnmanaged,
  'SDG-17.3': waiversHold,
  'SDG-17.4': nothingOpaque,
  'SDG-17.5': swarmClosed,
};
