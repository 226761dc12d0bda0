import { spawnSync } from 'node:child_process';
import { serviceContainer } from '../../operations/services/service-status';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';

/** Opens the client of a service in its own container, as its operator: no port is published. Resolves to the client's exit code. */
export async function connectTo(place: string, words: readonly string[]): Promise<number> {
  const session = openSession();
  await useEngine();
  const { container, type, name } = await serviceContainer(session, await States.read(await openStore(session)), place);
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
  // Its lines go from the terminal to the client, and back, as they are.
  const client = spawnSync('docker', ['exec', '--interactive', ...terminal, container, 'agent', type, 'connect', name, ...words], {
    stdio: 'inherit',
  });
  return client.status ?? 1;
}
