import { readFile, writeFile } from 'node:fs/promises';

const DIRECTORY = '/proc/sys/kernel/keys';
/** Every container has a session keyring, and with `userns-remap` all of them belong to the same user of the host, who by default may have 200. */
const LEAST = { maxkeys: 20_000, maxbytes: 2_000_000 };

/** Lets more than 200 containers run at a time. A kernel that allows more already, or has no keys, stays as it is. */
export async function raiseKeyLimit(directory = DIRECTORY): Promise<void> {
  for (const [name, least] of Object.entries(LEAST)) {
    const file = `${directory}/${name}`;
    const current = await readFile(file, 'utf8').catch(() => undefined);
    if (current !== undefined && Number(current) < least) await writeFile(file, `${String(least)}\n`);
  }
}
