/** One of the 17 rules of the GDS "Docker Secure Deployment Guidelines", in the form it takes today. */
export interface Guideline {
  /** 1 to 17, as in the source. */
  readonly number: number;
  /** Stable name, such as `read-only-system-paths`. */
  readonly slug: string;
  readonly title: string;
  /** Demand of the source. */
  readonly asked: string;
  /** Meaning of the source's rule of 2015 today. */
  readonly meaning: string;
  /** Files of this repository that carry the default; empty where no container can carry it. */
  readonly files: readonly string[];
  /** Parts that belong to the host or are no default of a container, and the reason. @default nothing: the files carry all of it */
  readonly beyond?: string;
}

/** All 17, in the order of the source. */
export const GUIDELINES: readonly Guideline[] = [
  {
    number: 1,
    slug: 'trusted-images',
    title: 'Images only from trusted sources',
    asked: 'Take images only from repositories that you trust, look at their signatures, and use no insecure registry.',
    meaning: 'Images are built here from a directory, named by the hash of their content, or pinned by digest; a mutable tag is refused.',
    files: [
      'constructs/build/app-image.ts',
      'constructs/image/image-reference.ts',
      'constructs/image/root-image.ts',
      'constructs/image/container-image.ts',
    ],
    beyond:
      'Signatures and the list of allowed registries belong to the one who imports an image: a digest tells its content, not its author.',
  },
  {
    number: 2,
    slug: 'no-open-ports',
    title: 'The engine and the apps listen on no open port',
    asked: 'Do not bind the engine to a TCP port; where it has to be, encrypt it, restrict it, and refuse forwarded packets.',
    meaning: 'The engine is reached over a local socket, ssh or mutual TLS; only the router publishes a port, on one address of the host.',
    files: ['constructs/host/docker-host.ts', 'constructs/container/published-port.ts', 'constructs/edge/app-router.ts'],
    beyond: "host: the engine's own sockets and the policy of the FORWARD chain are set where the engine is started.",
  },
  {
    number: 3,
    slug: 'logging',
    title: 'Logging and auditing',
    asked: 'Collect the logs of containers and hosts in one place, audit both, and export a container for an inquiry.',
    meaning: 'Every container logs through a driver that rotates and bounds its files; a failed generation is kept for inspection.',
    files: ['constructs/container/log-policy.ts', 'bin/health-gate/main.js'],
    beyond: 'host: auditd rules and shipping to a central store see more than one container.',
  },
  {
    number: 4,
    slug: 'mandatory-access-control',
    title: 'SELinux or AppArmor',
    asked: 'Confine containers by a label of SELinux or a profile of AppArmor.',
    meaning:
      "No option switches the engine's own profile off; a narrower one is made from what a container declares, for hosts that load it.",
    files: [
      'constructs/container/hardened-container.ts',
      'constructs/container/apparmor/apparmor-policy.ts',
      'constructs/container/apparmor/apparmor-profile.ts',
    ],
    beyond: 'host: only its kernel can load a profile, and elsewhere a container that names one does not start: so it is no default.',
  },
  {
    number: 5,
    slug: 'no-root',
    title: 'No root, no privileged container',
    asked: 'Run no privileged container and nothing as root; members of the group of the engine are root.',
    meaning: 'Every app runs under a numeric uid of its own that is not root, can gain no privileges, and never sees the engine.',
    files: ['constructs/container/user.ts', 'constructs/tenancy/user-plan.ts', 'constructs/container/privilege-escalation.ts'],
  },
  {
    number: 6,
    slug: 'resource-limits',
    title: 'Bounded resources',
    asked: 'Limit processors, memory, storage and the throughput of disks by control groups.',
    meaning: 'Memory without swap, processor time, processes, open files, writable memory and restarts are bounded; tenants have a quota.',
    files: [
      'constructs/container/limits.ts',
      'constructs/container/render-arguments.ts',
      'constructs/container/restart-policy.ts',
      'constructs/tenancy/quota.ts',
      'bin/health-gate/main.js',
    ],
    beyond: 'host: limits on disk space and device throughput depend on its storage driver and its devices.',
  },
  {
    number: 7,
    slug: 'no-setuid',
    title: 'No setuid and setgid programs',
    asked: 'Drop SETUID and SETGID, mount with nosuid, and remove setuid and setgid files from images.',
    meaning: 'The base image has no setuid file, all capabilities are dropped, writable memory is nosuid, and privileges cannot be gained.',
    files: ['images/base/strip.sh', 'constructs/container/privilege-escalation.ts', 'constructs/container/writable-path.ts'],
  },
  {
    number: 8,
    slug: 'no-devices',
    title: 'Devices one by one',
    asked: 'Give a device by itself, with only the rights it needs, not by a mount and not by a privileged container.',
    meaning: 'A container has no device of the host: there is no option that gives it one.',
    files: ['constructs/container/hardened-container.ts'],
  },
  {
    number: 9,
    slug: 'one-service',
    title: 'One service a container',
    asked: 'Keep sensitive services such as SSH apart, and run nothing that is not trusted with privileges.',
    meaning:
      'Every container runs one program under an init, on a network of its tenant that no other tenant is in; none runs an SSH server.',
    files: ['constructs/container/hardened-container.ts', 'constructs/container/init.ts', 'constructs/network/tenant-network.ts'],
  },
  {
    number: 10,
    slug: 'read-only',
    title: 'Read-only system paths',
    asked: 'Mount the paths below /sys and /proc through which the kernel is set read-only, so that they cannot be remounted.',
    meaning: 'The root file system is read-only; what can be written is named, bounded or a volume, and never a path of the host.',
    files: ['constructs/container/root-filesystem.ts', 'constructs/container/writable-path.ts', 'constructs/container/volume.ts'],
  },
  {
    number: 11,
    slug: 'current-kernel',
    title: 'An up-to-date kernel',
    asked: 'Keep the kernel up to date, and harden it.',
    meaning: 'Kernel, engine and runtime get their security updates, and apps keep running while the engine is replaced.',
    files: [],
    beyond: 'host: a container shares its kernel and cannot update it.',
  },
  {
    number: 12,
    slug: 'user-namespaces',
    title: 'User namespaces',
    asked: 'Map the users of a container to other users of the host.',
    meaning: 'Uids of a container are others on the host.',
    files: ['constructs/container/user.ts'],
    beyond: 'host: userns-remap is a setting of the whole engine; uids stay below 65535 so that they exist under it.',
  },
  {
    number: 13,
    slug: 'seccomp',
    title: 'A list of allowed system calls',
    asked: 'Allow the system calls on a list, and no other.',
    meaning: 'A profile of our own denies by default and is in force on every engine; each further call has a reason.',
    files: [
      'constructs/container/seccomp/seccomp-profile.ts',
      'constructs/container/seccomp/system-call.ts',
      'constructs/container/seccomp/system-calls.ts',
      'constructs/container/seccomp/limited-calls.ts',
    ],
  },
  {
    number: 14,
    slug: 'minimal-capabilities',
    title: 'Minimal capabilities',
    asked: 'Keep the capabilities that the container needs, and no other.',
    meaning: 'All are dropped; each one given back has a reason, and those that lead to root on the host cannot be given.',
    files: ['constructs/container/capability.ts', 'constructs/container/hardened-container.ts'],
  },
  {
    number: 15,
    slug: 'multi-tenancy',
    title: 'Tenants apart from each other',
    asked:
      'Use hosts that have no other purpose, switch off traffic between containers, and keep groups that do not trust each other on different machines.',
    meaning: 'A tenant has its own stack, state, network, volumes, uids, quota and gateway; apps reach nothing outside of it.',
    files: [
      'stacks/tenant-stack.ts',
      'constructs/network/tenant-network.ts',
      'constructs/network/ingress-network.ts',
      'constructs/gateway/gateway.ts',
      'constructs/tenancy/quota.ts',
    ],
    beyond: 'host: tenants that must not even share a kernel need hosts of their own.',
  },
  {
    number: 16,
    slug: 'virtualisation',
    title: 'Full virtualisation',
    asked: 'Put a virtual machine around what must not share a kernel.',
    meaning: 'Where tenants are hostile, a virtual machine is the boundary, and the containers inside it are hardened all the same.',
    files: [],
    beyond: 'host: a sandboxed runtime has to be installed on it first, so it can be no default.',
  },
  {
    number: 17,
    slug: 'audits',
    title: 'Regular security audits',
    asked: 'Audit hosts and containers regularly.',
    meaning: 'What runs is compared with what was declared, and every default that is off is listed with its reason.',
    files: ['constructs/exemption.ts'],
    beyond: 'An audit looks at running engines from time to time: it is no property of a container.',
  },
];
