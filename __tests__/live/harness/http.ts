import { request, type IncomingHttpHeaders } from 'node:http';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** GET through the router on 127.0.0.1, with any Host header, and others besides. */
export function get(port: number, host: string, path = '/', others: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...others, host };
    const outgoing = request({ host: '127.0.0.1', port, path, headers, agent: false, timeout: 10_000 }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
      incoming.once('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body, headers: incoming.headers });
      });
    });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer from ${host}${path} within 10 s`)));
    outgoing.end();
  });
}

/** Asks until the status is the expected one, at most 20 seconds; the last answer otherwise. */
export async function getUntil(status: number, port: number, host: string, path = '/'): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await get(port, host, path);
    if (answer.status === status || attempt === 40) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
