import type Dockerode from 'dockerode';
import type { RegistryDescription } from '../../stacks/registry-description';
import type { Session } from '../session';
import { unlessMissing } from '../engine/status-code';
import type { RegistryLogin } from './login';
import { registryProblem } from './registry-problem';

/** A line of an engine about a transfer. */
interface TransferLine {
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly aux?: { readonly Digest?: string };
}

/** An image of this engine, and where it goes. */
export interface ImageToPush {
  /** Id, or name, that the engine knows. */
  readonly image: string;
  /** Such as `acme/shop`. */
  readonly repository: string;
  readonly tag: string;
}

/**
 * Lets the engine push an image. No name of the registry stays on the engine.
 * @returns the reference by which any engine pulls the same, such as `10.0.0.5:5000/acme/shop@sha256:…`
 * @throws AppEngineError RegistryUntrusted, RegistryRefused, RegistryUnreachable
 */
export async function pushImage(
  session: Session,
  registry: RegistryDescription,
  login: RegistryLogin | undefined,
  { image, repository, tag }: ImageToPush,
): Promise<string> {
  const client = session.engine();
  const name = `${registry.address}/${repository}`;
  await client.getImage(image).tag({ repo: name, tag });
  try {
    const what = `pushing ${repository} to ${registry.address}`;
    const lines = await transfer(registry, what, client, () => client.getImage(name).push({ tag, ...withLogin(login) }));
    const digest = lines.flatMap(({ aux }) => aux?.Digest ?? []).at(-1);
    if (digest === undefined) throw registryProblem(registry, what, 'the engine did not say which digest it pushed');
    return `${name}@${digest}`;
  } finally {
    await forget(session, `${name}:${tag}`);
  }
}

/**
 * Lets the engine pull an image by its digest, which the engine compares with what comes.
 * @returns its id; the caller gives it a name, and forgets the reference
 * @throws AppEngineError RegistryUntrusted, RegistryRefused, RegistryImageMissing, RegistryUnreachable
 */
export async function pullImage(
  session: Session,
  registry: RegistryDescription,
  login: RegistryLogin | undefined,
  reference: string,
): Promise<string> {
  const client = session.engine();
  const [fromImage = '', tag = ''] = reference.split('@');
  await transfer(registry, `pulling ${reference}`, client, () => client.createImage({ fromImage, tag, ...withLogin(login) }));
  return (await client.getImage(reference).inspect()).Id;
}

/** Takes a name from an image, which stays under others. */
export async function forget(session: Session, name: string): Promise<void> {
  await unlessMissing(async () => {
    await session.engine().getImage(name).remove();
  }, undefined);
}

function withLogin(login: RegistryLogin | undefined): { readonly authconfig?: RegistryLogin } {
  return login === undefined ? {} : { authconfig: login };
}

async function transfer(
  registry: RegistryDescription,
  what: string,
  client: Dockerode,
  begin: () => Promise<NodeJS.ReadableStream>,
): Promise<readonly TransferLine[]> {
  let lines: readonly TransferLine[];
  try {
    const stream = await begin();
    lines = await new Promise<readonly TransferLine[]>((resolve, reject) => {
      client.modem.followProgress(stream, (error: Error | null, all: readonly TransferLine[]) => {
        if (error === null) resolve(all);
        else reject(error);
      });
    });
  } catch (error) {
    throw registryProblem(registry, what, messageOf(error));
  }
  const failed = lines.find(({ error }) => error !== undefined);
  if (failed === undefined) return lines;
  throw registryProblem(registry, what, failed.errorDetail?.message ?? failed.error ?? '');
}

/** As the engine words it, without what the client puts before it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\(HTTP code \d+\) [a-z ]+ - /, '');
}
