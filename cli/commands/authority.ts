import { useEngine } from '../bootstrap/engine';
import { readAuthority } from '../certificates/read-authority';
import { Workspace } from '../../operations/workspace';

/** Prints the certificate of the authority in PEM, for clients that have to trust it; resolves to the exit code. */
export async function authority(): Promise<number> {
  const { instance } = Workspace.find();
  await useEngine();
  process.stdout.write(await readAuthority(instance));
  return 0;
}
