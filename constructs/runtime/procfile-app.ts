import { Construct } from 'constructs';
import type { Procfile } from '../build/plan/procfile';
import { HealthCheck } from '../container/health-check';
import { Listener } from '../container/listener';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { Job, type JobProps } from './job';
import { RuntimePool, type RuntimePoolProps } from './runtime-pool';

/** Options that a process of a {@link ProcfileApp} has of its own: they win over what all have. */
export type ProcfileProcessProps = Omit<RuntimePoolProps, 'after' | 'image' | 'name'>;

/** Options of {@link ProcfileApp}: what all processes have, and what single ones have of their own. */
export interface ProcfileAppProps extends Omit<JobProps, 'command' | 'timeout'> {
  /** Names the processes, `web` among them. */
  readonly procfile: Procfile;
  /** The process `web`. It starts as the image does, unless it has a `command`. */
  readonly web: ProcfileProcessProps;
  /** Other processes, by their names. @default each has one replica and no listener, and is healthy while it runs */
  readonly workers?: Readonly<Record<string, Partial<ProcfileProcessProps>>>;
  /** The process `release`. @default it has what all have, and 5 minutes */
  readonly release?: Partial<Omit<JobProps, 'after' | 'image' | 'name'>>;
  /**
   * Program and arguments before the words of every process but `web`: images of PHP and Ruby have one, such as `['ruby', '/opt/start.rb']`.
   * @default none: the words are the command
   */
  readonly launcher?: readonly string[];
}

/** How a process starts. */
type Start = Pick<JobProps, 'command' | 'environment'>;

const WEB = 'web';
const RELEASE = 'release';

/**
 * The application of a Procfile: `web` is a pool that routes lead to, `release` a job that has to succeed before a new generation of any process starts, and each
 * other process a pool without a port. All have the image, the bindings and the environment.
 */
export class ProcfileApp extends Construct {
  /** Has the name of the application. */
  readonly web: RuntimePool;
  /** The other processes that stay, by their names. */
  readonly workers: ReadonlyMap<string, RuntimePool>;
  /** Runs before a new generation; undefined where the Procfile has none. */
  readonly release: Job | undefined;

  /** @throws AppEngineError ProcessUnknown, ProcfileInvalid */
  constructor(scope: Construct, id: string, props: ProcfileAppProps) {
    super(scope, id);
    const { procfile, web, workers = {}, release = {}, launcher = [], name = kebabCase(id), after = [], ...common } = props;
    const unknown = [WEB, ...Object.keys(workers)].find((process) => !procfile.names.includes(process));
    if (unknown !== undefined) {
      throw new AppEngineError(
        'ProcessUnknown',
        `process ${JSON.stringify(unknown)} must be one of ${procfile.names.join(', ')}, as the Procfile has them; correct the name, or declare a RuntimePool for each process`,
        this,
      );
    }
    // What is its own comes last, and wins.
    const given = (process: string, own: Start): Required<Start> => {
      const { words, environment } = own.command === undefined ? procfile.plain(process) : { words: [], environment: {} };
      return {
        command: own.command ?? [...launcher, ...words],
        environment: { ...environment, ...common.environment, ...own.environment },
      };
    };
    this.release = procfile.names.includes(RELEASE)
      ? new Job(this, 'Release', { ...common, ...release, ...given(RELEASE, release), name: `${name}-${RELEASE}`, after })
      : undefined;
    const before = this.release === undefined ? after : [this.release];
    const environment = { ...common.environment, ...web.environment };
    this.web = new RuntimePool(this, 'Web', { ...common, ...web, environment, name, after: before });
    const others = procfile.names.filter((process) => ![WEB, RELEASE].includes(process));
    this.workers = new Map(
      others.map((process) => {
        const own = workers[process] ?? {};
        const worker = new RuntimePool(this, process, {
          listener: Listener.none(),
          healthCheck: HealthCheck.none(`process ${process} of the Procfile has no port`),
          ...common,
          ...own,
          ...given(process, own),
          name: `${name}-${process.toLowerCase().replaceAll('_', '-')}`,
          after: before,
        });
        return [process, worker] as const;
      }),
    );
  }
}
