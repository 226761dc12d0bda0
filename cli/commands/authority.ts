import { readAuthorities } from '../../operations/certificates/read-authorities';
import { useEngine } from '../bootstrap/engine';
import { readAuthority } from '../certificates/read-authority';
import { Rotation, rotateAuthority } from '../certificates/rotate-authority';
import { openStore } from '../deploy/open-store';
import { lockOptions } from '../locks/lock-options';
import { withInstallation, withProject } from '../locks/project-locks';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** Options of `authority rotate`. */
export interface RotateOptions {
  /** The next authority signs from now on. */
  readonly complete?: boolean;
  readonly wait?: string;
  readonly json?: boolean;
}

/** Prints the certificate of the authority in PEM, for clients that have to trust it; resolves to the exit code. */
export async function authority(): Promise<number> {
  const session = openSession();
  await useEngine();
  process.stdout.write(await readAuthority(session));
  return 0;
}

/** Begins the change from one authority to the next before it is due, or completes it; resolves to the exit code. */
export function rotateRoot(options: RotateOptions): Promise<number> {
  const session = openSession();
  const lock = lockOptions('authority rotate', options);
  return withProject(session, lock, undefined, async () => {
    await useEngine();
    const { isShared } = await openStore(session);
    return withInstallation(session, { ...lock, isShared }, undefined, async () => {
      await rotateAuthority(session, options.complete === true ? Rotation.complete() : Rotation.begin());
      const [root] = (await readAuthorities(session)).filter(({ kind }) => kind === 'root');
      const nextSigns = root?.nextSigns?.toISOString();
      tellResult(options, { ends: root?.ends?.toISOString() ?? null, nextSigns: nextSigns ?? null }, () => render(nextSigns?.slice(0, 10)));
      return 0;
    });
  });
}

function render(nextSigns: string | undefined): string {
  const trust = 'give clients what `npx appengine authority > authority.pem` writes, which has both';
  return nextSigns === undefined
    ? `The next authority signs from now on.\n  Next: \`npx appengine up\` lets it sign for all tenants; ${trust}.\n`
    : `The next authority is made, and signs from ${nextSigns} on.\n  Next: ${trust}; then \`npx appengine authority rotate --complete\` lets it sign at once.\n`;
}
