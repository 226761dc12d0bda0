import { createServer } from 'node:net';
import type { Finding } from '../bootstrap/step';
import { ownedBy } from '../../operations/engine/labels';
import { findProgram } from '../process/find-program';
import type { Session } from '../../operations/session';

const MINIMUM_NODE = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
  const needed = `needs ${MINIMUM_NODE.join('.')} or newer`;
  return { found, subject: `Node.js ${version}`, detail: needed, ...(found ? {} : { fix: 'install a newer Node.js' }) };
}

/** Go compiles what no registry and no package has: the provider, OpenTofu, and in a checkout the health probe. */
export function checkGo(): Finding {
  const go = findProgram('go');
  return go === undefined
    ? { found: false, subject: 'Go', detail: 'not on PATH; compiles what no registry has', fix: 'install Go 1.21 or newer' }
    : { found: true, subject: 'Go', detail: go };
}

/** The router needs its ports for itself. */
export function checkPorts(session: Session): Promise<readonly Finding[]> {
  const { instance } = session;
  return Promise.all([
    checkPort(session, instance.httpPort, 'APPENGINE_HTTP_PORT'),
    checkPort(session, instance.httpsPort, 'APPENGINE_HTTPS_PORT'),
  ]);
}

async function checkPort(session: Session, port: number, variable: string): Promise<Finding> {
  const subject = `Port ${String(port)}`;
  if (await isPortFree(port)) return { found: true, subject, detail: 'free on 127.0.0.1' };
  const routers = await session
    .engine()
    .listContainers({ filters: ownedBy(session.instance, 'router') })
    .catch(() => []);
  if (routers.some(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port))) {
    return { found: true, subject, detail: 'served by the router' };
  }
  return {
    found: false,
    subject,
    detail: 'taken by another program on 127.0.0.1',
    fix: `end that program, or set ${variable} to a free port`,
  };
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}
