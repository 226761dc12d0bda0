import { readOnlyRules, systemRules, writableRules } from './file-rules';
import { networkRules, type NetworkNeeds } from './network-rules';

/** The part of a container's declaration that a profile is about. */
export interface AppArmorProfileProps extends NetworkNeeds {
  /** Name of the container without slot and generation: one profile serves every replica, and every generation. */
  readonly name: string;
  /** Directories it may write to. */
  readonly writable: readonly string[];
  /** Those of them from which it may also run programs. */
  readonly executable: readonly string[];
  /** True if its whole root can be written. */
  readonly isRootWritable: boolean;
  /** Directories with files to read. */
  readonly files: readonly string[];
}

/**
 * The declaration of a container as an AppArmor profile, for parsers from version 3.0 on. Everything that it does not list is denied; what attacks try is
 * denied by name as well, so that no other rule can allow it and the kernel logs it. It has to be loaded on the host: no provider can.
 */
export class AppArmorProfile {
  /** Name for `security_opts` and the host. */
  readonly name: string;

  constructor(private readonly props: AppArmorProfileProps) {
    this.name = props.name;
  }

  /** The profile for `apparmor_parser`, the same for the same container. */
  render(): string {
    const { name, writable, executable, isRootWritable, files, capabilities } = this.props;
    const sections = [
      ['Capabilities that were given back; none is the rule.', ...[...capabilities].sort().map(capabilityRule)],
      ['Sockets of the declared kinds.', ...networkRules(this.props)],
      ['Only the host and its own processes send it signals, or look at it.', ...processRules(name)],
      ['No file system is mounted, changed or swapped for the root.', ...MOUNT_RULES],
      ['The image can be read and run; what is mounted as data can only be read.', ...readOnlyRules(files)],
      [
        'What is declared as writable can be written and, unless it says so, not run.',
        ...writableRules(writable, executable, isRootWritable),
      ],
      ['System files, the kernel and the engine stay out of reach.', ...systemRules()],
    ];
    return [
      'abi <abi/3.0>,',
      '',
      `profile ${name} flags=(attach_disconnected,mediate_deleted) {`,
      sections.map(([title = '', ...rules]) => [`# ${title}`, ...rules].map((line) => `  ${line}\n`).join('')).join('\n') + '}',
      '',
    ].join('\n');
  }
}

const MOUNT_RULES = ['audit deny mount,', 'audit deny remount,', 'audit deny umount,', 'audit deny pivot_root,'];

function capabilityRule(name: string): string {
  return `capability ${name.replace(/^CAP_/, '').toLowerCase()},`;
}

function processRules(name: string): readonly string[] {
  return [
    'signal (receive) peer=unconfined,',
    'signal (receive) peer=runc,',
    `signal (send, receive) peer=${name},`,
    `ptrace (read, readby, trace, tracedby) peer=${name},`,
  ];
}
