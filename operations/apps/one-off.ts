import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import { PROBE } from '../../constructs/container/health-check';
import type { Session } from '../session';
import type { AppContainer } from './app-containers';
import { attach, type ProgramStreams } from './streams';

/** Value of the label `appengine.role` of a container that runs one program. */
const ROLE = 'one-off';

/**
 * Runs a program in a container of its own, as a replica is: its image, user, limits, networks, variables and files. No client reaches it, data volumes are
 * read-only, because the app is their one writer, and it is removed when it ends. No shell reads the words.
 * @param interruption ends the program
 * @returns the exit code
 */
export async function runOnce(
  session: Session,
  model: AppContainer,
  words: readonly string[],
  streams: ProgramStreams,
  interruption: AbortSignal,
): Promise<number> {
  const client = session.engine();
  const inspected = await client.getContainer(model.id).inspect();
  const [first, ...others] = Object.keys(inspected.NetworkSettings.Networks);
  const container = await client.createContainer(optionsOf(session, model, inspected, words, streams, first));
  try {
    for (const network of others) await client.getNetwork(network).connect({ Container: container.id });
    const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    await container.start();
    interruption.addEventListener('abort', () => void container.kill().catch(() => undefined));
    await attach(client, stream, streams, ({ columns, rows }) => container.resize({ w: columns, h: rows }));
    // Before its start it would be over already.
    const { StatusCode: exitCode } = (await container.wait()) as { readonly StatusCode: number };
    return exitCode;
  } finally {
    await container.remove({ force: true }).catch(() => undefined);
  }
}

function optionsOf(
  { instance }: Session,
  { tenant, app }: AppContainer,
  { Image, Config, HostConfig }: Dockerode.ContainerInspectInfo,
  words: readonly string[],
  streams: ProgramStreams,
  network: string | undefined,
): Dockerode.ContainerCreateOptions {
  const entrypoint = [Config.Entrypoint ?? []].flat();
  return {
    name: `${instance.name}-${tenant}-${app}-run-${randomBytes(4).toString('hex')}`,
    Image,
    Entrypoint: entrypoint[0] === PROBE ? entrypoint : [],
    Cmd: [...words],
    Env: Config.Env,
    User: Config.User,
    WorkingDir: Config.WorkingDir,
    Labels: {
      'appengine.instance': instance.name,
      'appengine.stack': tenant,
      'appengine.tenant': tenant,
      'appengine.app': app,
      'appengine.role': ROLE,
    },
    Healthcheck: { Test: ['NONE'] },
    Tty: streams.terminal !== undefined,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      ...HostConfig,
      ...(network === undefined ? {} : { NetworkMode: network }),
      Mounts: HostConfig.Mounts?.map((mount) => (mount.Type === 'volume' ? { ...mount, ReadOnly: true } : mount)),
      PortBindings: {},
      RestartPolicy: { Name: 'no' },
    },
  };
}
