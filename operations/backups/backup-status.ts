import type { States } from '../state/states';
import type { Session } from '../session';
import { keeperContainers, type Place } from './keeper-container';
import { askKeeper } from './ask-keeper';
import type { BackupRecord, CopyRecord, DrillRecord, KeeperListing } from './keeper-answers';

/** Backups of a service or a volume: as they were deployed, and what there is. */
export interface BackupStatus {
  readonly tenant: string;
  readonly name: string;
  readonly type: string;
  /** Why there are none; undefined where there are. */
  readonly absence?: string;
  readonly keep: number;
  readonly periodSeconds: number;
  /** When the next one begins; undefined where nothing makes backups. */
  readonly next?: string;
  readonly isRunning: boolean;
  readonly backups: readonly BackupRecord[];
  readonly drill?: DrillRecord;
  /** Place that copies go to; undefined where there is none. */
  readonly target?: string;
  /** The last run that made a copy. */
  readonly copy?: CopyRecord;
  /** Data that restores have put aside. */
  readonly kept: readonly string[];
  /** Backups that fetches have put aside. */
  readonly keptBackups: readonly string[];
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

const NOT_DECLARED = 'none are declared';

/** Of all services and volumes, in the order of their names. @param tenants those to look at. @default all */
export async function backupStatuses(
  session: Session,
  states: States,
  tenants: readonly string[] = states.stacks,
): Promise<readonly BackupStatus[]> {
  const isAnyDeclared = tenants.some((tenant) => Object.keys(states.backups(tenant)).length > 0);
  const containers = isAnyDeclared ? await keeperContainers(session) : new Map<string, string>();
  const found = tenants.flatMap((tenant) => {
    const backups = states.backups(tenant);
    const without = Object.entries(states.services(tenant)).filter(([name]) => backups[name] === undefined);
    return [
      ...without.map(([name, { type, withoutBackups = NOT_DECLARED }]) =>
        Promise.resolve({ ...NOTHING, tenant, name, type, absence: withoutBackups }),
      ),
      ...Object.entries(backups).map(async ([name, { type, keep, periodSeconds, target }]) => {
        const deployed = { ...NOTHING, tenant, name, type, keep, periodSeconds, ...(target === undefined ? {} : { target }) };
        const container = containers.get(`${tenant}/${name}`);
        const listing = container === undefined ? undefined : await askKeeper<KeeperListing>(session, container, 'list');
        if (listing?.answer === undefined) return { ...deployed, problems: [notRunning({ tenant, name })] };
        return { ...deployed, ...fromListing(listing.answer, { tenant, name }) };
      }),
    ];
  });
  return (await Promise.all(found)).sort((a, b) => (`${a.tenant}/${a.name}` < `${b.tenant}/${b.name}` ? -1 : 1));
}

const NOTHING = { keep: 0, periodSeconds: 0, isRunning: false, backups: [], kept: [], keptBackups: [], problems: [] } as const;

function notRunning({ tenant, name }: Place): string {
  return `nothing makes backups of ${tenant}/${name}: its container does not run; start it again: npx appengine up --only ${tenant}`;
}

function fromListing(
  { next, running, backups, drill, copy, kept, keptBackups, problems }: KeeperListing,
  { tenant, name }: Place,
): Pick<BackupStatus, 'next' | 'isRunning' | 'backups' | 'copy' | 'drill' | 'kept' | 'keptBackups' | 'problems'> {
  return {
    next,
    isRunning: running,
    backups,
    kept,
    keptBackups,
    ...(copy === null ? {} : { copy }),
    ...(drill === null ? {} : { drill }),
    problems: problems.map((problem) => `${problem}; see npx appengine backup list ${tenant}/${name}`),
  };
}
