import { Cpu, Memory } from '../container/limits';
import type { User } from '../container/user';
import { AppEngineError } from '../errors';
import { Size } from '../units/size';

/** Limits of a {@link SharedPlan}. */
export interface SharedPlanProps {
  /** Memory of the server: 8 MiB for each connection that it may have, and two more for each database. @default 1 GiB */
  readonly memory?: Memory;
  /** @default 2 cores */
  readonly cpu?: Cpu;
  /** Databases that it may have, 1 to 200, those of tenants that are gone among them. @default 10 */
  readonly databases?: number;
  /** Most connections of one database at a time, 1 to 100. @default 10 */
  readonly connections?: number;
  /** Most data of one database, in whole MiB. @default 1 GiB */
  readonly storage?: Size;
  /** Only needed when the computed uid clashes. @default a uid of its own, computed from the instance and the type */
  readonly user?: User;
}

const MIB = 1024 * 1024;
const MOST_DATABASES = 200;
const MOST_CONNECTIONS = 100;
/** A backend of PostgreSQL with its caches. */
const MEBIBYTES_OF_A_CONNECTION = 8;
/** Connections of a database beyond those that it may use: the server itself says why it refuses one. */
const SPARE = 2;
/** Of the platform's own programs. */
const OWN = 10;
const MOST_TOGETHER = 1000;
/** Memory of a backend before it answers anything of size. */
const LEAST_PRIVATE = 32;
const LEAST_TEMPORARY = 64;

/** One server of the platform for many small tenants: each of their services has a database of its own there, with limits. */
export class SharedPlan {
  /** A server with these limits. @throws AppEngineError SharedPlanInvalid */
  static of(props: SharedPlanProps = {}): SharedPlan {
    return new SharedPlan(props);
  }

  /** Memory of the server. */
  readonly memory: Memory;
  /** Processor time of the server. */
  readonly cpu: Cpu;
  /** Databases that it may have. */
  readonly databases: number;
  /** Most connections of one database at a time. */
  readonly connections: number;
  /** Most data of one database. */
  readonly storage: Size;
  /** The user of the server; undefined for a computed one. */
  readonly user: User | undefined;

  private constructor(props: SharedPlanProps) {
    const { memory = Memory.gibibytes(1), cpu = Cpu.cores(2), databases = 10, connections = 10, storage = Size.gibibytes(1), user } = props;
    this.memory = memory;
    this.cpu = cpu;
    this.databases = databases;
    this.connections = connections;
    this.storage = storage;
    this.user = user;
    checkWhole('databases', databases, MOST_DATABASES);
    checkWhole('connections', connections, MOST_CONNECTIONS);
    if (storage.bytes % MIB !== 0) {
      throw invalid(`storage ${storage.toString()} must be in whole MiB`, 'use one such as Size.gibibytes(1)');
    }
    const together = this.connectionsTogether;
    const asked = `${String(databases)} databases with ${String(connections)} connections`;
    if (together > MOST_TOGETHER) {
      throw invalid(`${asked} are ${String(together)} in all, at most ${String(MOST_TOGETHER)} fit`, 'lower one of the two');
    }
    const { mebibytes } = memory;
    if (mebibytes === undefined) {
      throw invalid('memory must have a limit, from which the settings of the server come', 'use one such as Memory.gibibytes(1)');
    }
    const needed = databases * (connections + SPARE) * MEBIBYTES_OF_A_CONNECTION;
    if (mebibytes < needed) {
      throw invalid(
        `memory of ${String(mebibytes)} MiB must be at least ${String(needed)} MiB for ${asked}`,
        'raise `memory`, or lower one of the two',
      );
    }
  }

  /** Connections that the server takes in all. @internal */
  get connectionsTogether(): number {
    return this.databases * (this.connections + SPARE) + OWN;
  }

  /** Memory that one connection may have for itself, in MiB: all of one database together get half of the server's. @internal */
  get privateMebibytes(): number {
    return Math.max(LEAST_PRIVATE, Math.floor((this.memory.mebibytes ?? 0) / 2 / (this.connections + SPARE)));
  }

  /** Temporary files that one connection may have, in MiB: all of one database together get as much as its storage. @internal */
  get temporaryMebibytes(): number {
    return Math.max(LEAST_TEMPORARY, Math.floor(this.storage.bytes / MIB / this.connections));
  }

  /** Connections that a gateway lets through. @internal */
  static passedOf(connections: number): number {
    return connections + SPARE;
  }
}

function checkWhole(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw invalid(`${name} ${String(value)} must be a whole number from 1 to ${String(most)}`, 'use one such as 10');
}

function invalid(problem: string, fix: string): AppEngineError {
  return new AppEngineError('SharedPlanInvalid', `${problem}; ${fix}`);
}
