import { environmentSteps } from '../bootstrap/bootstrap';
import { adoptEnvironment, QUIET, renderExports } from '../bootstrap/environment';
import { openSession } from '../session';
import { AppEngineError } from '../../constructs/errors';

/** Prints what a shell needs to use Terraform and cdktf as `up` does; resolves to the exit code. */
export async function env(): Promise<number> {
  let provides: Record<string, string | undefined> = { ...QUIET };
  for (const step of environmentSteps(openSession())) {
    const finding = await step.check();
    if (!finding.found) throw new AppEngineError('BootstrapIncomplete', `${finding.detail}; run \`npx appengine bootstrap\` first`);
    adoptEnvironment(finding.provides);
    provides = { ...provides, ...finding.provides };
  }
  process.stdout.write(`${renderExports(provides)}\n`);
  return 0;
}
