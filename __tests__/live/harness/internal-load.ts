import type { Failure, Load, LoadResult } from './load';
import type { Project } from './project';

const STOP = '/tmp/stop';

/** Runs in a container of the calling app: GET and POST by turns, every second one on a kept connection, until a file says stop. */
const PROGRAM = `
const http = require('http');
const fs = require('fs');
const [url, perSecond] = [new URL(process.argv[1]), Number(process.argv[2])];
const kept = new http.Agent({ keepAlive: true, maxSockets: 8 });
const outcomes = {};
const failures = [];
let open = 0, count = 0;
const ask = () => {
  const turn = count++;
  const post = turn % 2 === 1;
  const began = Date.now();
  open++;
  let outcome = 'ended without an answer';
  const body = post ? JSON.stringify({ product: 'mug', quantity: 2 }) : undefined;
  const headers = post ? { 'content-type': 'application/json', 'content-length': body.length } : {};
  const to = { host: url.hostname, port: url.port, method: post ? 'POST' : 'GET', path: post ? '/orders' : '/products', headers };
  const outgoing = http.request({ ...to, agent: turn % 4 < 2 ? kept : false, timeout: 15000 }, (answer) => {
    outcome = 'cut off after ' + answer.statusCode;
    answer.resume().on('end', () => (outcome = String(answer.statusCode)));
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
  outgoing.on('error', (error) => (outcome = error.code || error.message));
  outgoing.on('close', () => {
    open--;
    outcomes[outcome] = (outcomes[outcome] || 0) + 1;
    if (!/^2..$/.test(outcome)) failures.push({ began, outcome });
  });
  outgoing.end(body);
};
const timer = setInterval(() => {
  if (!fs.existsSync('${STOP}')) return ask();
  clearInterval(timer);
  const end = () => (open > 0 ? setTimeout(end, 50) : console.log(JSON.stringify({ outcomes, failures })));
  end();
}, 1000 / perSecond);
`;

/** Requests from one app of a tenant to another. @param container of the caller. @param url where it finds the other one */
export function startInternalLoad(project: Project, container: string, url: string, perSecond: number): Load {
  const running = project.exec(container, 'node', '-e', PROGRAM, url, String(perSecond));
  return {
    async stop(): Promise<LoadResult> {
      await project.exec(container, 'touch', STOP);
      const { exitCode, stdout, stderr } = await running;
      await project.exec(container, 'rm', STOP);
      if (exitCode !== 0) throw new Error(`the load from ${container} ended with ${String(exitCode)}: ${stderr}`);
      return resultOf(stdout);
    },
  };
}

function resultOf(output: string): LoadResult {
  const { outcomes, failures } = JSON.parse(output) as { readonly outcomes: Record<string, number>; readonly failures: readonly Failure[] };
  const requests = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return { requests, failed: failures.length, failures, detail: JSON.stringify(outcomes) };
}
