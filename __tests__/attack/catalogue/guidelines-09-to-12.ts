import type { Attack } from '../attack';

const RUN = 'docker run';

/** Services, files, updates and users. */
export const SERVICES_TO_USERS = {
  'ssh-server': {
    guideline: 9,
    title: 'reach an ssh server in a container',
    opens: 'a second way in, with its own keys and its own holes',
    rules: ['SDG-09.1'],
    plain: 'docker run image /usr/sbin/sshd',
  },
  'neighbours-service': {
    guideline: 9,
    title: 'read from another application’s internal service',
    opens: 'its data, without a password where it trusts its network',
    rules: ['SDG-15.1', 'SDG-15.3'],
    plain: RUN,
  },
  'secret-in-environment': {
    guideline: 9,
    title: 'read a password from the environment of a process',
    opens: 'the service behind the password',
    rules: ['SDG-09.6'],
    plain: 'docker run --env DB_PASSWORD=marker',
  },
  'root-filesystem': {
    guideline: 10,
    title: 'leave a program in /usr/local/bin',
    opens: 'a foothold that survives a restart',
    rules: ['SDG-10.6'],
    plain: RUN,
  },
  'host-path': {
    guideline: 10,
    title: 'read a file of the host through a mounted directory',
    opens: 'keys, tokens and every other container’s files',
    rules: ['SDG-10.1', 'SDG-10.3'],
    plain: 'docker run --volume $HOST:/host',
  },
  'proc-sys': {
    guideline: 10,
    title: 'write a kernel setting',
    opens: 'core_pattern alone is a program that the kernel starts as root on the host',
    rules: ['SDG-10.5'],
    plain: 'docker run --security-opt systempaths=unconfined',
  },
  'proc-irq': {
    guideline: 10,
    title: 'write where the processors’ interrupts go',
    opens: 'the speed of every device of the host',
    rules: ['SDG-10.5'],
    plain: 'docker run --security-opt systempaths=unconfined',
  },
  'sysrq-trigger': {
    guideline: 10,
    title: 'open the trigger that restarts the host',
    opens: 'an end of everything on the host',
    rules: ['SDG-10.5'],
    plain: 'docker run --security-opt systempaths=unconfined',
  },
  sysfs: {
    guideline: 10,
    title: 'remount /sys writable and write a setting of the kernel',
    opens: 'the host’s devices and its power',
    rules: ['SDG-10.5', 'SDG-14.2'],
    plain: 'docker run --cap-add SYS_ADMIN',
  },
  remount: {
    guideline: 10,
    title: 'remount /proc/sys writable and use it',
    opens: 'a read-only mount that is only a suggestion',
    rules: ['SDG-14.2', 'SDG-13.2'],
    plain: 'docker run --cap-add SYS_ADMIN',
  },
  'release-agent': {
    guideline: 10,
    title: 'let the kernel start a script on the host by a cgroup of its own',
    opens: 'root on the host',
    rules: ['SDG-14.2', 'SDG-12.3', 'SDG-13.2'],
    plain: 'docker run --cap-add SYS_ADMIN',
  },
  'engine-restart': {
    guideline: 11,
    title: 'update the engine under load',
    opens: 'updates that stop every app are put off, and known holes stay open',
    rules: ['SDG-11.3'],
    plain: 'dockerd with its defaults, stopped and started',
  },
  'uid-map': {
    guideline: 12,
    title: 'find that root inside is root outside',
    opens: 'every escape ends as root on the host',
    rules: ['SDG-12.1'],
    plain: RUN,
  },
  'root-owned-file': {
    guideline: 12,
    title: 'leave a file of root’s on the host through a volume',
    opens: 'a setuid binary for whoever has a login there',
    rules: ['SDG-12.1', 'SDG-12.2', 'SDG-10.2'],
    plain: 'docker run --volume attack-data:/data',
  },
} satisfies Readonly<Record<string, Attack>>;
