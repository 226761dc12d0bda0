import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { statusOf } from './status-code';

/** Answers of the engine's API for a container that is gone, does not run, or lacks the program. */
const NOT_POSSIBLE: readonly number[] = [400, 404, 409];

/** Standard output of a program in a container; undefined if it is not there, or fails. */
export async function outputOf(client: Dockerode, container: string, program: readonly string[]): Promise<string | undefined> {
  try {
    const exec = await client.getContainer(container).exec({ Cmd: [...program], AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({});
    const [output, errors] = [new PassThrough(), new PassThrough()];
    client.modem.demuxStream(stream, output, errors);
    errors.resume();
    const collected = text(output);
    await finished(stream, { writable: false });
    output.end();
    const answer = await collected;
    return (await exec.inspect()).ExitCode === 0 ? answer : undefined;
  } catch (error) {
    if (NOT_POSSIBLE.includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}
