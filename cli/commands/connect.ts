import { spawnSync } from 'node:child_process';
import { AppEngineError } from '../../constructs/errors';
import { serviceContainer } from '../../operations/services/service-status';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';

/** Types whose images have a client. */
const WITH_CLIENT = ['mariadb', 'postgres', 'rabbitmq', 'valkey'];

/** Opens the client of a service in its own container, as its operator: no port is published. Resolves to the client's exit code. */
export async function connectTo(place: string, words: readonly string[]): Promise<number> {
  const session = openSession();
  await useEngine();
  const { container, type, tenant, name, isShared } = await serviceContainer(session, await States.read(await openStore(session)), place);
  if (!WITH_CLIENT.includes(type)) {
    throw new AppEngineError(
      'ServiceWithoutClient',
      `the image of ${place} has no client of ${type}; use one in an app that has the service among its \`uses\`, and open that app with docker exec`,
    );
  }
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
  // Its lines go from the terminal to the client, and back, as they are.
  const command = isShared ? ['connect-share', tenant, name] : ['connect', name];
  const client = spawnSync('docker', ['exec', '--interactive', ...terminal, container, 'agent', type, ...command, ...words], {
    stdio: 'inherit',
  });
  return client.status ?? 1;
}
