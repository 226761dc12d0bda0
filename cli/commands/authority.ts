import { useEngine } from '../bootstrap/engine';
import { readAuthority } from '../certificates/read-authority';
import { openSession } from '../session';

/** Prints the certificate of the authority in PEM, for clients that have to trust it; resolves to the exit code. */
export async function authority(): Promise<number> {
  const session = openSession();
  await useEngine();
  process.stdout.write(await readAuthority(session));
  return 0;
}
