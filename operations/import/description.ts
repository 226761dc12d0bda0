import type { Position, Remark } from './remark';

/** An application as its source describes it: the same for every format. */
export interface SourceApp {
  /** As people call the format, such as `Compose`. */
  readonly format: string;
  /** Files that were read, as they were named. */
  readonly files: readonly string[];
  /** @default the directory's name */
  readonly name?: string;
  /** Absolute: paths of the source are relative to it. */
  readonly directory: string;
  readonly services: readonly SourceService[];
  readonly secrets: readonly SourceSecret[];
  /** Values that may be written nowhere, such as those of secret variables of an `.env` file. */
  readonly secretValues: readonly string[];
  /** About no service of its own. */
  readonly remarks: readonly Remark[];
}

/** A program of the application. */
export interface SourceService {
  readonly name: string;
  readonly position: Position;
  readonly image?: Placed<string>;
  readonly build?: SourceBuild;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** Process of a Procfile whose command it has. */
  readonly process?: { readonly file: string; readonly name: string };
  readonly environment: readonly Variable[];
  readonly ports: readonly SourcePort[];
  readonly routes: readonly SourceRoute[];
  readonly healthCheck?: SourceHealthCheck;
  readonly mounts: readonly SourceMount[];
  readonly secrets: readonly SecretMount[];
  readonly dependsOn: readonly Dependency[];
  /** In MiB. */
  readonly memory?: number;
  readonly cpu?: number;
  readonly pids?: number;
  readonly openFiles?: number;
  /** In MiB. */
  readonly sharedMemory?: number;
  readonly replicas?: Placed<number>;
  /** In seconds. */
  readonly stopGrace?: number;
  readonly stopSignal?: string;
  readonly user?: Placed<string>;
  /** Attempts, where it is restarted after a failure alone. */
  readonly restartAttempts?: number;
  /** True for what runs once, before everything else of the application. */
  readonly isRelease?: boolean;
  /** Why it is no part of the tenant. */
  readonly leftOut?: Remark;
  readonly remarks: readonly Remark[];
}

/** A value with its place. */
export interface Placed<T> {
  readonly value: T;
  readonly position: Position;
}

/** An image that is built. */
export interface SourceBuild {
  readonly position: Position;
  /** Absolute. */
  readonly directory: string;
  /** True for sources without a Dockerfile of their own. */
  readonly isSource?: boolean;
  /** @default Dockerfile */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly args: readonly Variable[];
}

/** A variable of an environment. */
export interface Variable {
  readonly name: string;
  /** Undefined where the source gives none. */
  readonly value: string | undefined;
  /** Of the environment that the value comes from. */
  readonly variables: readonly string[];
  readonly position: Position;
  /** True where the source has its name alone: the shell's value is meant. */
  readonly isPassedOn?: boolean;
  /** How the source says that it is a secret. */
  readonly secrecy?: 'generated' | 'given';
}

/** A port in the container. */
export interface SourcePort {
  readonly port: number;
  readonly isPublished: boolean;
  readonly isTcp: boolean;
  readonly position: Position;
}

/** A host that leads to the service. */
export interface SourceRoute {
  readonly host: string;
  readonly path?: string;
  readonly position: Position;
}

/** Look at the service that tells whether it is healthy; times in seconds. */
export interface SourceHealthCheck {
  readonly position: Position;
  readonly look: HealthLook;
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startWithin?: number;
}

export type HealthLook =
  | { readonly kind: 'http'; readonly path: string; readonly port?: number }
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'none' };

/** Something that the service sees in its file system. */
export interface SourceMount {
  readonly kind: 'bind' | 'tmpfs' | 'volume';
  /** Volume, or path of the host; undefined for one without a name. */
  readonly source?: string;
  /** Variable without a value that the source begins with. */
  readonly unset?: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** Of a tmpfs, in MiB. */
  readonly size?: number;
  readonly position: Position;
}

/** A secret with its file in the service. */
export interface SecretMount {
  readonly name: string;
  readonly target: string;
  readonly position: Position;
}

/** Something that has to be there first. */
export interface Dependency {
  readonly service: string;
  /** True if it has to have ended with success. */
  readonly completes: boolean;
  readonly position: Position;
}

/** A secret that the source declares by itself. */
export interface SourceSecret {
  readonly name: string;
  readonly position: Position;
  /** Path as the source has it. */
  readonly file?: string;
  readonly variable?: string;
}
