import { createServer, type Server } from 'node:net';
import { checkPorts } from '../../../cli/doctor/checks';
import { Instance } from '../../../constructs';
import { sessionOf } from '../../fixture/session';

/** No engine: so no router of an instance has the ports. */
const ENVIRONMENT = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
let servers: readonly Server[];

beforeEach(async () => {
  servers = await Promise.all([listening(), listening()]);
});

afterEach(close);

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

async function close(): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
}

function instance(): Instance {
  const [httpPort = 0, httpsPort = 0] = servers.map((server) => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  });
  return new Instance({ name: 'blue', httpPort, httpsPort, projectDirectory: '/' });
}

test('a port of another program is missing, for HTTP and for HTTPS, with the variable to set', async () => {
  const blue = instance();

  const taken = { found: false, detail: 'taken by another program on 127.0.0.1' };
  await expect(checkPorts(sessionOf(blue, ENVIRONMENT))).resolves.toEqual([
    { ...taken, subject: `Port ${String(blue.httpPort)}`, fix: 'end that program, or set APPENGINE_HTTP_PORT to a free port' },
    { ...taken, subject: `Port ${String(blue.httpsPort)}`, fix: 'end that program, or set APPENGINE_HTTPS_PORT to a free port' },
  ]);
});

test('free ports are found', async () => {
  const blue = instance();
  await close();

  await expect(checkPorts(sessionOf(blue, ENVIRONMENT))).resolves.toEqual([
    { found: true, subject: `Port ${String(blue.httpPort)}`, detail: 'free on 127.0.0.1' },
    { found: true, subject: `Port ${String(blue.httpsPort)}`, detail: 'free on 127.0.0.1' },
  ]);
});
