import { connect } from 'node:http2';
import { request } from 'node:https';
import { runCommand } from './command';

/** What the app of the fixture says of a request that it has read. */
export interface Echo {
  readonly replica: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Which request of its connection it was. */
  readonly nth: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A host of the fixture over TLS, at a port of 127.0.0.1. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Certificate of the authority, in PEM and as a file. */
  readonly authority: string;
  readonly authorityFile: string;
}

/** What became of GETs beside uploads. */
export interface Rounds {
  readonly rounds: number;
  /** Uploads that were answered early. */
  readonly early: number;
  /** GETs without an answer in time. */
  readonly hung: number;
  /** GETs with an answer that is not theirs. */
  readonly crossed: number;
  /** GETs on a connection to the app that was used before. */
  readonly reused: number;
}

const GETS = 3;
const PATIENCE_MS = 5000;

/** In turn: an upload that the app answers without reading it, and GETs of others at once. @param version of HTTP, as curl calls it */
export async function earlyRounds(target: Target, version: '--http1.1' | '--http2', file: string, rounds: number): Promise<Rounds> {
  const result = { rounds, early: 0, hung: 0, crossed: 0, reused: 0 };
  for (let round = 0; round < rounds; round++) {
    if ((await upload(target, version, file, '/early')).startsWith('405 ')) result.early++;
    const paths = Array.from({ length: GETS }, (_, index) => `/${version}/${String(round)}/${String(index)}`);
    for (const [path, answer] of await Promise.all(paths.map(async (path, index) => [path, await ask(target, path, index)] as const))) {
      if (answer === undefined) result.hung++;
      else if (answer.path !== path) result.crossed++;
      else if (answer.nth > 1) result.reused++;
    }
  }
  return result;
}

/** Sends a file by curl, as a stream. @returns status, a space, and what came back */
export async function upload({ host, port, authorityFile }: Target, version: string, file: string, path: string): Promise<string> {
  const url = `https://${host}:${String(port)}${path}`;
  const way = ['--resolve', `${host}:${String(port)}:127.0.0.1`, '--cacert', authorityFile, version];
  // By POST, and without asking first: the answer has to meet a body that is on its way.
  const body = ['--request', 'POST', '--header', 'Expect:', '--upload-file', file];
  const args = ['--silent', '--max-time', '300', ...way, ...body, '--write-out', '\n%{http_code}', url];
  const { stdout } = await runCommand('curl', args, { cwd: '/' });
  const end = stdout.lastIndexOf('\n');
  return `${stdout.slice(end + 1)} ${stdout.slice(0, end)}`;
}

/** A client of its own by HTTP/2, every third by HTTP/1.1; undefined without a whole answer in time. */
function ask(target: Target, path: string, index: number): Promise<Echo | undefined> {
  const answer = index === GETS - 1 ? askByHttp1(target, path) : askByHttp2(target, path);
  return answer.then(
    (text) => JSON.parse(text) as Echo,
    () => undefined,
  );
}

function askByHttp2({ host, port, authority }: Target, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = connect(`https://127.0.0.1:${String(port)}`, { servername: host, ca: authority });
    const timer = setTimeout(() => {
      session.destroy(new Error('no answer in time'));
    }, PATIENCE_MS);
    let body = '';
    session.once('error', reject);
    const stream = session.request({ ':authority': host, ':path': path });
    stream.once('error', reject);
    stream.setEncoding('utf8').on('data', (text: string) => (body += text));
    stream.once('end', () => {
      resolve(body);
    });
    stream.once('close', () => {
      clearTimeout(timer);
      reject(new Error('closed'));
      session.close();
    });
  });
}

/** GET by HTTP/1.1 with headers of one's own; what came back. */
export function askByHttp1(
  { host, port, authority }: Target,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, path, servername: host, ca: authority, agent: false as const, timeout: PATIENCE_MS };
    const outgoing = request({ ...to, headers: { host, ...headers } }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
      incoming.once('end', () => {
        resolve(body);
      });
      incoming.once('error', reject);
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', reject);
    outgoing.end();
  });
}
