import type Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import type { Session } from '../session';
import { answerOf, answered } from './ask-keeper';
import type { RestoredBackup } from './keeper-answers';

/** Point of the data that is asked for. */
export interface RestorePoint {
  /** Id of a backup. @default the last one, or the last one before `at` */
  readonly backup?: string;
  /** A time in the form of RFC 3339, or `latest`. @default the end of the backup */
  readonly at?: string;
}

/** Called with what is being done. */
export type Tell = (activity: string) => void;

const POLL_MS = 500;
/** A database that reads its log at the start may need so long. */
const LONGEST_START_MS = 10 * 60_000;

/** Brings data back: beside what there is, and then in its place. */
export class Restore {
  /** @param keeper id of the container that makes the backups. @param what such as `the restore of acme/orders` */
  static async of(session: Session, keeper: string, what: string): Promise<Restore> {
    return new Restore(session, session.engine(), await session.engine().getContainer(keeper).inspect(), what);
  }

  private constructor(
    private readonly session: Session,
    private readonly client: Dockerode,
    private readonly keeper: Dockerode.ContainerInspectInfo,
    private readonly what: string,
  ) {}

  /** Puts a backup beside the data, opens it, and compares it; what serves goes on. */
  async prepare({ backup = '', at = '' }: RestorePoint, tell: Tell): Promise<RestoredBackup> {
    return this.run<RestoredBackup>(tell, 'restore', backup, at);
  }

  /** Puts what was restored in the place of the data. What writes that is stopped meanwhile, and gets the old data back where it does not start. */
  async switchOver(tell: Tell): Promise<string> {
    const writers = await this.writers();
    for (const writer of writers) {
      tell(`stopping ${nameOf(writer)}`);
      await this.client.getContainer(writer.Id).stop();
    }
    let aside: string | undefined;
    try {
      tell('switching');
      aside = await this.run<string>(tell, 'switch');
    } finally {
      if (aside === undefined) await this.start(writers);
    }
    tell('starting');
    await this.start(writers);
    for (const { Id: id } of writers) {
      const problem = await this.problemOf(id);
      if (problem === undefined) continue;
      for (const writer of writers) await this.client.getContainer(writer.Id).stop();
      await this.run<string>(tell, 'back', aside);
      await this.start(writers);
      throw new AppEngineError(
        'RestoreNotStarted',
        `${this.what} was taken back, because ${problem}; it has its data of before again. Its log says why: docker logs ${id.slice(0, 12)}`,
      );
    }
    return aside;
  }

  /** Removes data that restores have put aside; resolves to its names. */
  async discard(): Promise<readonly string[]> {
    return this.run<readonly string[]>(() => undefined, 'discard');
  }

  /** Runs the agent in a container like the keeper's, without a network, that may write the data. */
  private async run<T>(tell: Tell, ...words: readonly string[]): Promise<T> {
    const { Config: config, HostConfig: host, Name: name } = this.keeper;
    const kept = ['instance', 'stack', 'tenant'].map((label) => `appengine.${label}`);
    const container = await this.client.createContainer({
      name: `${name.slice(1)}-${words[0] ?? ''}`,
      Image: config.Image,
      User: config.User,
      Env: config.Env,
      ...(config.Entrypoint === undefined ? {} : { Entrypoint: config.Entrypoint }),
      Cmd: words.filter((word, index) => word !== '' || words.slice(index).some((later) => later !== '')),
      Labels: {
        ...Object.fromEntries(Object.entries(config.Labels).filter(([label]) => kept.includes(label))),
        'appengine.role': 'loader',
      },
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        ...host,
        NetworkMode: 'none',
        RestartPolicy: { Name: 'no' },
        Mounts: (host.Mounts ?? []).map((mount) => (mount.Target === '/data' ? { ...mount, ReadOnly: false } : mount)),
      },
    });
    try {
      return answered(await answerOf<T>(this.session, ['start', '--attach', container.id], tell), this.what);
    } finally {
      await container.remove({ force: true });
    }
  }

  /** Running containers that write the data. */
  private async writers(): Promise<readonly Dockerode.ContainerInfo[]> {
    const data = this.keeper.Mounts.find(({ Destination }) => Destination === '/data')?.Name ?? '';
    const containers = await this.client.listContainers({ filters: { volume: [data] } });
    return containers.filter(({ Mounts: mounts }) => mounts.some(({ Name, RW: isWritable }) => Name === data && isWritable));
  }

  private async start(writers: readonly Dockerode.ContainerInfo[]): Promise<void> {
    for (const { Id: id } of writers) await this.client.getContainer(id).start();
  }

  /** Waits until it serves; resolves to what is wrong where it does not. */
  private async problemOf(id: string): Promise<string | undefined> {
    for (const deadline = Date.now() + LONGEST_START_MS; Date.now() < deadline;) {
      const { State: state, RestartCount: restarts } = await this.client.getContainer(id).inspect();
      const health = state.Health?.Status ?? 'none';
      if (state.Running && ['healthy', 'none'].includes(health)) return undefined;
      if (health === 'unhealthy' || (restarts > 0 && !state.Running) || state.Status === 'exited')
        return `${id.slice(0, 12)} does not start with it`;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return `${id.slice(0, 12)} is not healthy within 10 minutes`;
  }
}

function nameOf({ Names: [name = ''] }: Dockerode.ContainerInfo): string {
  return name.slice(1);
}
