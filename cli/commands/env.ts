import { environmentSteps } from '../bootstrap/bootstrap';
import { adoptEnvironment, TOOL_ENVIRONMENT, renderExports } from '../bootstrap/environment';
import { openSession } from '../session';
import { AppEngineError } from '../../constructs/errors';

/** Prints what a shell needs to use Terraform and cdktf as `up` does; resolves to the exit code. */
export async function env(): Promise<number> {
  let environment: Record<string, string | undefined> = { ...TOOL_ENVIRONMENT };
  for (const step of environmentSteps(openSession())) {
    const finding = await step.check();
    if (!finding.found) throw new AppEngineError('BootstrapIncomplete', `${finding.detail}; run \`npx appengine bootstrap\` first`);
    adoptEnvironment(finding.environment);
    environment = { ...environment, ...finding.environment };
  }
  process.stdout.write(`${renderExports(environment)}\n`);
  return 0;
}
