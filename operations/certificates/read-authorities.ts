import { X509Certificate } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { extract } from 'tar-stream';
import { ownedBy } from '../engine/labels';
import { statusOf } from '../engine/status-code';
import { bounded } from '../process/bounded';
import type { Session } from '../session';
import { intermediateStatus, rootStatus, type AuthorityStatus } from './authority-status';

const NOT_FOUND = 404;
const PARALLEL_REQUESTS = 8;
const ROOT_FILE = '/authority/ca.pem';
const INTERMEDIATE_FILE = '/intermediate/ca.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** An authority, and the container that makes or signs it: it has ended, and renews what is due when it is started again. */
export interface DeployedAuthority extends AuthorityStatus {
  readonly id: string;
  readonly container: string;
}

/** The authority of an installation and its intermediates. @param stack whose they are. @default all */
export async function readAuthorities(session: Session, stack?: string): Promise<readonly DeployedAuthority[]> {
  const client = session.engine();
  const { root, intermediates } = await findContainers(session);
  const roots = root === undefined ? [] : certificatesIn(await readCertificates(client, root.Id, ROOT_FILE));
  const now = new Date();
  const isWanted = (container: Dockerode.ContainerInfo): boolean => stack === undefined || stackOf(container) === stack;
  const found = await bounded(intermediates.filter(isWanted), PARALLEL_REQUESTS, async (one) => {
    const chain = certificatesIn(await readCertificates(client, one.Id, INTERMEDIATE_FILE));
    return { ...intermediateStatus(stackOf(one), chain, roots[0], now), ...identityOf(one) };
  });
  return [...(root !== undefined && isWanted(root) ? [{ ...rootStatus(stackOf(root), roots, now), ...identityOf(root) }] : []), ...found];
}

/** The container that makes the authority of an installation; undefined before the first deploy. */
export async function findRoot(session: Session): Promise<string | undefined> {
  return (await findContainers(session)).root?.Id;
}

/** Certificates that clients of an installation have to trust, in PEM; empty if there are none yet: their keys never leave the volume. */
export async function readTrustedAuthorities(session: Session): Promise<string> {
  const { root } = await findContainers(session);
  return root === undefined ? '' : readCertificates(session.engine(), root.Id, ROOT_FILE);
}

/** The containers that have made the root, and have signed intermediates. */
async function findContainers(
  session: Session,
): Promise<{ readonly root?: Dockerode.ContainerInfo; readonly intermediates: readonly Dockerode.ContainerInfo[] }> {
  const { instance } = session;
  const containers = await session.engine().listContainers({ all: true, filters: ownedBy(instance, 'certificates') });
  const [root] = youngest(containers, new RegExp(`^/${instance.name}-certificate-authority(?=-[0-9a-f]{8}$)`));
  const intermediates = youngest(containers, new RegExp(`^/${instance.name}-intermediate-.+(?=-[0-9a-f]{8}$)`));
  return { ...(root === undefined ? {} : { root }), intermediates };
}

/** Of each name without a generation, the container of the platform that was made last: what failed, and what is a tenant's, has another name or a label. */
function youngest(containers: readonly Dockerode.ContainerInfo[], pattern: RegExp): readonly Dockerode.ContainerInfo[] {
  const found = new Map<string, Dockerode.ContainerInfo>();
  for (const container of [...containers].sort((a, b) => a.Created - b.Created)) {
    const [name] = pattern.exec(container.Names[0] ?? '') ?? [];
    if (name !== undefined && container.Labels['appengine.tenant'] === undefined) found.set(name, container);
  }
  return [...found.values()];
}

function stackOf({ Labels }: Dockerode.ContainerInfo): string {
  return Labels['appengine.stack'] ?? '';
}

function identityOf({ Id: id, Names: [name = ''] }: Dockerode.ContainerInfo): Pick<DeployedAuthority, 'container' | 'id'> {
  return { id, container: name.slice(1) };
}

async function readCertificates(client: Dockerode, container: string, path: string): Promise<string> {
  try {
    const unpacking = Readable.from(await client.getContainer(container).getArchive({ path })).pipe(extract());
    for await (const entry of unpacking) return await text(entry);
  } catch (error) {
    if (statusOf(error) !== NOT_FOUND) throw error;
  }
  return '';
}

function certificatesIn(content: string): readonly X509Certificate[] {
  return (content.match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
}
