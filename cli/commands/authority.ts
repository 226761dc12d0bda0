import { EngineStep } from '../bootstrap/engine';
import { adoptEnvironment } from '../bootstrap/environment';
import { readAuthority } from '../certificates/read-authority';
import { EmbeddedEngine } from '../engine/embedded';
import { AppEngineError } from '../../constructs/errors';
import { Workspace } from '../workspace';

/** Prints the certificate of the authority in PEM, for whoever has to trust it; resolves to the exit code. */
export async function authority(): Promise<number> {
  const { instance } = Workspace.find();
  const engine = await new EngineStep(new EmbeddedEngine()).check();
  if (!engine.found) throw new AppEngineError('EngineMissing', `${engine.detail}; ${engine.fix ?? ''}`);
  adoptEnvironment(engine.provides);
  process.stdout.write(await readAuthority(instance));
  return 0;
}
