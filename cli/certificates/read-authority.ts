import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { AppEngineError } from '../../constructs/errors';
import { ownedBy } from '../../operations/engine/labels';
import type { Session } from '../../operations/session';

const CERTIFICATE = '/authority/ca.pem';

/** The certificate of an installation's authority: its key never leaves the volume. @throws AppEngineError AuthorityMissing */
export async function readAuthority(session: Session): Promise<string> {
  const { instance } = session;
  const client = session.engine();
  // The tenants' issuers see it too, but a tenant may be gone.
  const containers = await client.listContainers({ all: true, filters: ownedBy(instance, 'certificates') });
  const made = containers.find(({ Names: [name = ''] }) => name.startsWith(`/${instance.name}-certificate-authority-`));
  if (made === undefined) {
    throw new AppEngineError(
      'AuthorityMissing',
      `instance ${instance.name} has no certificate authority yet; deploy with \`npx appengine up\` first`,
    );
  }
  const archive = Readable.from(await client.getContainer(made.Id).getArchive({ path: CERTIFICATE }));
  const unpacking = archive.pipe(extract());
  for await (const entry of unpacking) return await text(entry);
  throw new AppEngineError('AuthorityMissing', `${CERTIFICATE} of ${instance.name} is empty; run \`npx appengine up\` again`);
}
