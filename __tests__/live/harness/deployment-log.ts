import { appendFileSync } from 'node:fs';

/** Writes down what a test deployed or removed, where a run of all tests wants to show it. */
export function noteDeployment(instance: string, command: string, seconds: number): void {
  const file = process.env.APPENGINE_DEPLOYMENT_LOG;
  // One short write, so that two workers cannot mix their lines.
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ instance, command, seconds })}\n`);
}
