import type Dockerode from 'dockerode';

/** Waits for a pull or an import to end; the engine reports its failure inside the stream. */
export async function follow(client: Dockerode, stream: NodeJS.ReadableStream): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.modem.followProgress(stream, (error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
