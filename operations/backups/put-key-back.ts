import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppEngineError } from '../../constructs/errors';
import { attach } from '../apps/streams';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';

/** Form of every backup key. */
const KEY = /^[0-9A-Za-z]{16,1024}$/;
const OWNERS: readonly string[] = ['appengine.instance', 'appengine.stack', 'appengine.tenant'];

/**
 * Makes a key that was printed before the one of a tenant again, in a container like the one that made it: it travels by standard input alone.
 * @throws AppEngineError BackupKeyInvalid, BackupFailed
 */
export async function putKeyBack(session: Session, tenant: string, key: string): Promise<void> {
  const value = key.trim();
  if (!KEY.test(value)) {
    throw new AppEngineError(
      'BackupKeyInvalid',
      `what was given has ${String(value.length)} characters, and a backup key 16 to 1024 letters and digits; give what npx appengine backup key printed`,
    );
  }
  const client = session.engine();
  const { label } = ownedBy(session.instance, 'secret');
  const made = await client.listContainers({ all: true, filters: { label: [...label, `appengine.tenant=${tenant}`] } });
  const maker = made.find(({ Mounts: mounts }) =>
    mounts.some(({ Name: name }) => name === `${session.instance.name}-${tenant}-backup-key`),
  );
  if (maker === undefined) {
    throw new AppEngineError(
      'BackupFailed',
      `the key of ${tenant} failed: what made it is gone; make it again: npx appengine up --only ${tenant}`,
    );
  }
  const { Config: config, HostConfig: host } = await client.getContainer(maker.Id).inspect();
  const container = await client.createContainer({
    Image: config.Image,
    User: config.User,
    Entrypoint: ['agent', 'secret', 'replace'],
    Labels: { ...Object.fromEntries(Object.entries(config.Labels).filter(([name]) => OWNERS.includes(name))), 'appengine.role': 'loader' },
    Healthcheck: { Test: ['NONE'] },
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { ...host, NetworkMode: 'none', RestartPolicy: { Name: 'no' } },
  });
  try {
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const said = new PassThrough();
    const words = text(said);
    await container.start();
    await attach(client, stream, { input: Readable.from([value]), output: said, errors: said }, () => Promise.resolve());
    said.end();
    const { StatusCode: status } = (await container.wait()) as { readonly StatusCode: number };
    if (status !== 0) throw new AppEngineError('BackupFailed', `the key of ${tenant} failed: ${(await words).trim()}`);
  } finally {
    await container.remove({ force: true });
  }
}
