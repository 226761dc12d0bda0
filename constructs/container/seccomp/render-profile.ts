import { ABSENT, LIMITED, type Condition } from './limited-calls';
import { ALLOWED, ALLOWED_BY_CAPABILITY, setOf } from './system-calls';

/** Input of a profile. */
export interface ProfileSpec {
  /** Names to take out of the list. */
  readonly leftOut: ReadonlySet<string>;
  /** Names to allow with any arguments, before the lists. */
  readonly allowed: ReadonlySet<string>;
}

/** A profile in the format that the API of every engine takes. */
export interface ProfileDocument {
  readonly defaultAction: 'SCMP_ACT_ERRNO';
  readonly defaultErrnoRet: number;
  readonly archMap: readonly { readonly architecture: string; readonly subArchitectures: readonly string[] }[];
  readonly syscalls: readonly Entry[];
}

interface Entry {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Condition[];
  readonly includes?: { readonly caps: readonly string[] };
}

const EPERM = 1;
const ENOSYS = 38;

/** The calls of 32-bit programs carry arguments that no filter sees, so a program of another architecture than the host's is ended. */
const ARCHITECTURES = ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_X86_64'];

/** The same for the same spec: names are sorted, and the calls without conditions are one entry. */
export function renderProfile({ leftOut, allowed }: ProfileSpec): ProfileDocument {
  const isListed = (name: string): boolean => !leftOut.has(name) && !allowed.has(name);
  const names = [...setOf(...Object.values(ALLOWED)), ...allowed].filter((name) => allowed.has(name) || isListed(name));
  const entries: readonly Entry[] = [
    { names: [...new Set(names)].sort(), action: 'SCMP_ACT_ALLOW' },
    ...Object.entries(ALLOWED_BY_CAPABILITY).map(([capability, list]): Entry => {
      return { names: list.split(' ').filter(isListed), action: 'SCMP_ACT_ALLOW', includes: { caps: [capability] } };
    }),
    ...Object.entries(LIMITED).flatMap(([name, alternatives]) =>
      alternatives.map((args): Entry => ({ names: [name].filter(isListed), action: 'SCMP_ACT_ALLOW', args })),
    ),
    { names: [...ABSENT].filter(isListed), action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
  ];
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: EPERM,
    archMap: ARCHITECTURES.map((architecture) => ({ architecture, subArchitectures: [] })),
    syscalls: entries.filter((entry) => entry.names.length > 0),
  };
}
