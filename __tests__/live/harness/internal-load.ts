import type { LoadResult } from './load';
import type { Project } from './project';
import type { SteadyLoad, SteadyResult } from './steady-load';

const STOP = '/tmp/stop';

/** Runs in a container of the calling app: GET and POST by turns, every second one on a kept connection, until a file says stop. */
const PROGRAM = `
const http = require('http');
const fs = require('fs');
const [url, perSecond] = [new URL(process.argv[1]), Number(process.argv[2])];
const kept = new http.Agent({ keepAlive: true, maxSockets: 8 });
const outcomes = {};
let open = 0, count = 0, lastFailed;
const ask = () => {
  const turn = count++;
  const post = turn % 2 === 1;
  const began = Date.now();
  open++;
  const done = (outcome, failed) => {
    open--;
    outcomes[outcome] = (outcomes[outcome] || 0) + 1;
    if (failed) lastFailed = Math.max(lastFailed || 0, began);
  };
  const body = post ? JSON.stringify({ product: 'mug', quantity: 2 }) : undefined;
  const headers = post ? { 'content-type': 'application/json', 'content-length': body.length } : {};
  const to = { host: url.hostname, port: url.port, method: post ? 'POST' : 'GET', path: post ? '/orders' : '/products', headers };
  const outgoing = http.request({ ...to, agent: turn % 4 < 2 ? kept : false, timeout: 15000 }, (answer) => {
    answer.resume();
    answer.on('end', () => done(answer.statusCode, answer.statusCode < 200 || answer.statusCode > 299));
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
  outgoing.on('error', (error) => done(error.code || error.message, true));
  outgoing.end(body);
};
const timer = setInterval(() => {
  if (!fs.existsSync('${STOP}')) return ask();
  clearInterval(timer);
  const end = () => (open > 0 ? setTimeout(end, 50) : console.log(JSON.stringify({ outcomes, lastFailed })));
  end();
}, 1000 / perSecond);
`;

/** Requests from one app of a tenant to another. @param container of the caller. @param url where it finds the other one */
export function startInternalLoad(project: Project, container: string, url: string, perSecond: number): SteadyLoad {
  const running = project.exec(container, 'node', '-e', PROGRAM, url, String(perSecond));
  return {
    async stop(): Promise<SteadyResult> {
      await project.exec(container, 'touch', STOP);
      const { stdout, stderr } = await running;
      await project.exec(container, 'rm', STOP);
      return resultOf(stdout === '' ? stderr : stdout);
    },
  };
}

function resultOf(output: string): SteadyResult {
  const { outcomes, lastFailed } = JSON.parse(output) as { readonly outcomes: Record<string, number>; readonly lastFailed?: number };
  const entries = Object.entries(outcomes);
  const sum = (list: typeof entries): number => list.reduce((total, [, count]) => total + count, 0);
  const result: LoadResult = {
    requests: sum(entries),
    failed: sum(entries.filter(([outcome]) => !/^2\d\d$/.test(outcome))),
    detail: JSON.stringify(outcomes),
  };
  return { ...result, lastFailed };
}
