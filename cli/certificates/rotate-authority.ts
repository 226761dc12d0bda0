import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import { findRoot } from '../../operations/certificates/read-authorities';
import { unlessMissing } from '../../operations/engine/status-code';
import type { Session } from '../../operations/session';
import { authorityMissing } from './read-authority';

/** A step of the way from one authority of an installation to the next. */
export class Rotation {
  /** Makes the next authority, for clients to trust it beside the one that signs. */
  static begin(): Rotation {
    return new Rotation('rotate');
  }

  /** Lets the next authority sign. */
  static complete(): Rotation {
    return new Rotation('complete');
  }

  private constructor(
    /** As the agent calls it. */
    readonly command: string,
  ) {}
}

/**
 * Takes a step, in a container that is as that which makes the authority, and is gone afterwards: no other one sees the keys.
 * @throws AppEngineError AuthorityMissing, AuthorityNotRotated
 */
export async function rotateAuthority(session: Session, { command }: Rotation): Promise<void> {
  const client = session.engine();
  const root = await findRoot(session);
  if (root === undefined) throw authorityMissing(session);
  const { Image, Config, HostConfig } = await client.getContainer(root).inspect();
  const name = `${session.instance.name}-authority-rotation`;
  // What a killed run has left.
  await unlessMissing(() => client.getContainer(name).remove({ force: true }), undefined);
  const container = await client.createContainer({
    name,
    Image,
    HostConfig,
    User: Config.User,
    Labels: { ...Config.Labels, 'appengine.role': 'loader' },
    Cmd: ['agent', 'authority', command],
  });
  try {
    await container.start();
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    if (code === 0) return;
    const said = await lastWords(client, container);
    throw new AppEngineError(
      'AuthorityNotRotated',
      `the authority of instance ${session.instance.name} stays as it is: ${said}; where that is no help, run \`npx appengine up\` first, which brings the newest program`,
    );
  } finally {
    await container.remove({ force: true });
  }
}

async function lastWords(client: Dockerode, container: Dockerode.Container): Promise<string> {
  const stream = await container.logs({ stdout: true, stderr: true, follow: true, tail: 1 });
  const output = new PassThrough();
  stream.on('end', () => output.end());
  client.modem.demuxStream(stream, output, output);
  return (await text(output)).trim();
}
