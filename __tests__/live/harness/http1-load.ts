import * as http from 'node:http';
import * as https from 'node:https';
import { headersOf, ORDER, PATHS, steadily, TIMEOUT_MS, type Load, type Method, type Target } from './load';

/** All requests on connections that are kept. Each of them is used by turns, so that none is idle for long. */
export function startKept(target: Target, perSecond: number): Load {
  const kept = { keepAlive: true, scheduling: 'fifo' } as const;
  const agent = target.authority === undefined ? new http.Agent(kept) : new https.Agent(kept);
  const load = steadily((method) => askOnce(target, method, agent), perSecond);
  return {
    async stop() {
      const result = await load.stop();
      agent.destroy();
      return result;
    },
  };
}

/** Every request on a connection of its own. */
export function startConnecting(target: Target, perSecond: number): Load {
  return steadily((method) => askOnce(target, method, false), perSecond);
}

function askOnce({ port, host, authority: ca }: Target, method: Method, agent: http.Agent | false): Promise<number> {
  const headers = { ...headersOf(method), host };
  const to = { host: '127.0.0.1', port, method, path: PATHS[method], agent, timeout: TIMEOUT_MS, headers };
  return new Promise((resolve, reject) => {
    const outgoing = ca === undefined ? http.request(to) : https.request({ ...to, servername: host, ca });
    outgoing.once('response', (incoming) => {
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve(incoming.statusCode ?? 0);
      });
      incoming.resume();
    });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.end(method === 'POST' ? ORDER : undefined);
  });
}
