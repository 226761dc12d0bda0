import { bootstrapSteps } from '../bootstrap/bootstrap';
import { adoptEnvironment, QUIET, renderExports } from '../bootstrap/environment';
import { Workspace } from '../workspace';

/** Prints what a shell needs to use Terraform and cdktf as `up` does; resolves to the exit code. */
export async function env(): Promise<number> {
  let complete = true;
  let provides: Record<string, string | undefined> = { ...QUIET };
  for (const step of bootstrapSteps(Workspace.find())) {
    const finding = await step.check();
    if (!finding.found) {
      process.stderr.write(`${finding.subject}: ${finding.detail}; run \`npx appengine bootstrap\` first\n`);
      complete = false;
      break;
    }
    adoptEnvironment(finding.provides);
    provides = { ...provides, ...finding.provides };
  }
  // What is missing later may still be of no matter to the one who asks.
  process.stdout.write(`${renderExports(provides)}\n`);
  return complete ? 0 : 1;
}
