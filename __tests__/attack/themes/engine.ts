import { setTimeout as sleep } from 'node:timers/promises';
import { duel, type Arena } from '../duel';
import type { NetworkNamespace } from '../harness/network-namespace';
import { PreparedEngine } from '../harness/prepared-engine';
import { stopped, succeeded, type Outcome } from '../outcome';

/** Guideline 11: an engine that can be updated at any time is one that is updated. */
export function attackEngine(arena: Arena): void {
  duel(arena, 'engine-restart', {
    plain: async (field) => {
      const app = await field.startPlain('engine-restart');
      return underLoad(field.network, field.program.binary, await field.addressOf(app), async () => {
        await field.plain.stop();
        await field.plain.start();
      });
    },
    ours: async (field) => {
      const engine = await PreparedEngine.create(field.scratch('prepared'));
      try {
        await engine.start();
        await engine.load(field.tag, `unix://${field.plain.socket}`, field.scratch('image.tar'));
        const address = await engine.run(field.tag);
        return await underLoad(engine.network, field.program.binary, address, async () => {
          await engine.stop();
          await engine.start();
        });
      } finally {
        await engine.remove();
      }
    },
  });
}

/** Requests all the while, from the engine's own network, and whether one of them failed. */
async function underLoad(network: NetworkNamespace, program: string, address: string, change: () => Promise<void>): Promise<Outcome> {
  const load = network.start(program, ['load', '--url', `http://${address}:8080/`]);
  await sleep(500);
  await change();
  await sleep(500);
  const [, requests = '0', failed = '0'] = /^(\d+) requests, (\d+) failed$/m.exec(await load.end()) ?? [];
  process.stdout.write(`    ${requests} requests while the engine restarted, ${failed} failed\n`);
  expect(Number(requests)).toBeGreaterThan(10);
  return Number(failed) > 0 ? succeeded('requests fail, because every container ends with the engine') : stopped('no request fails');
}
