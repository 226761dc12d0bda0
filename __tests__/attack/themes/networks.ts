import { duel, type Arena } from '../duel';
import type { Field } from '../field';
import { PLAIN_TCP } from '../harness/plain-engine';
import { refusedAtSynth } from '../harness/refused-at-synth';
import { LanNeighbour } from '../harness/lan-neighbour';
import { BackgroundProgram, type NetworkNamespace } from '../harness/network-namespace';
import { HTTP_PORT, HTTPS_PORT } from '../../../constructs/network/ports';
import { HealthCheck, ImageReference, RuntimePool } from '../../../constructs';
import { DockerProvider } from '../../../constructs/cdktf/bindings';
import { DockerHost } from '../../../constructs';
import { anyOf, outcomeOf, stopped, succeeded, type Outcome } from '../outcome';

const HOST_SERVICE_PORT = '18999';
const SERVED = ['8080', '8081'];

/** Guidelines 2, 9 and 15: what can be reached from where. */
export function attackNetworks(arena: Arena): void {
  duel(arena, 'tcp-engine', {
    plain: async (field) => {
      const args = ['engine-takeover', '--engine', PLAIN_TCP, '--image', field.image, '--directory', field.hostDirectory];
      return outcomeOf(await field.network.run(field.program.binary, args));
    },
    ours: () =>
      anyOf(
        refusedAtSynth('PlainTcpRefused', () => {
          DockerHost.fromEnvironment({ DOCKER_HOST: PLAIN_TCP });
        }),
        refusedAtSynth('SDG-02.1', (stack) => {
          new DockerProvider(stack, 'Plain', { alias: 'plain', host: PLAIN_TCP });
        }),
      ),
  });

  duel(arena, 'published-port', {
    plain: async (field) => {
      const app = await field.startPlain('published-port');
      await field.plain.must('network', 'create', 'attack-other');
      const host = await field.plain.must('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', 'attack-other');
      const result = await field.plain.docker(
        'run',
        '--rm',
        '--network',
        'attack-other',
        field.image,
        'fetch',
        '--url',
        `http://${host}:8080/`,
      );
      await field.removePlain(app);
      await field.plain.must('network', 'rm', 'attack-other');
      return outcomeOf(result);
    },
    ours: async (field) => {
      const { project } = field.ours;
      const hosts = await field.ours.bridgeAddresses();
      return tryAll(
        field,
        'connect',
        hosts.map((host) => ['--to', `${host}:${String(project.port)}`]),
      );
    },
  });

  duel(arena, 'routed-container', {
    plain: async (field) => {
      const app = await field.startPlain('routed-container');
      const to = [`${await field.addressOf(app)}:8080`];
      const outcome = await asNeighbour(field, to, field.network);
      await field.removePlain(app);
      return outcome;
    },
    ours: async (field) => {
      const routers = await field.ours.addresses({ role: 'router' });
      const gateways = await field.ours.addresses({ role: 'gateway' });
      const published = [HTTP_PORT, HTTPS_PORT].flatMap((port) => routers.map((address) => `${address}:${String(port)}`));
      return asNeighbour(field, [...published, ...gateways.map((address) => `${address}:${String(HTTP_PORT)}`)]);
    },
  });

  duel(arena, 'ssh-server', {
    plain: async (field) => {
      const args = ['serve', '--listen', ':22', '--banner', 'SSH-2.0-attack'];
      const server = await field.plain.must('run', '--detach', '--entrypoint', '/usr/sbin/sshd', field.image, ...args);
      const outcome = await field.runPlain('neighbours-service', ['connect', '--greets', '--to', `${await field.addressOf(server)}:22`]);
      await field.removePlain(server);
      return outcome;
    },
    ours: () =>
      refusedAtSynth('SDG-09.1', (stack) => {
        const image = ImageReference.digest(`registry.test/app@sha256:${'0'.repeat(64)}`);
        new RuntimePool(stack, 'App', { image, healthCheck: HealthCheck.tcp(), command: ['/usr/sbin/sshd', '-D'] });
      }),
  });

  for (const id of ['neighbours-service', 'tenant-to-tenant', 'gateway-admin'] as const) {
    duel(arena, id, {
      plain: async (field) => {
        const server = await field.startPlain(id, ['serve', '--listen', ':8081', '--marker', 'for its own callers alone']);
        const outcome = await field.runPlain(id, ['fetch', '--url', `http://${await field.addressOf(server)}:8081/`]);
        await field.removePlain(server);
        return outcome;
      },
      ours: async (field) => {
        const targets = await targetsOf(field, id);
        expect(targets.length).toBeGreaterThan(0);
        return tryAll(
          field,
          'connect',
          targets.map((to) => ['--to', to]),
        );
      },
    });
  }

  duel(arena, 'foreign-host', {
    plain: async (field) => {
      const server = await field.startPlain('foreign-host');
      const url = `http://${await field.addressOf(server)}:8080/`;
      const outcome = await field.runPlain('foreign-host', ['fetch', '--url', url, '--host', 'shop.victim.localhost']);
      await field.removePlain(server);
      return outcome;
    },
    ours: async (field) => {
      const [gateway = ''] = await field.ours.addresses({ tenant: 'mallory', role: 'gateway' }, 'attack-mallory-apps');
      const own = await field.ours.attack('fetch', '--url', `http://${gateway}:8080/`, '--host', 'app.mallory.localhost');
      // Gateways answer the router alone: not even the tenant's own host has a way past it.
      expect(own).toMatchObject({ succeeded: false });
      return field.ours.attack('fetch', '--url', `http://${gateway}:8080/`, '--host', 'shop.victim.localhost');
    },
  });

  duel(arena, 'host-service', {
    plain: async (field) => {
      const app = await field.startPlain('host-service');
      const host = await field.plain.must('inspect', '--format', '{{.NetworkSettings.Gateway}}', app);
      const service = field.network.start(field.program.binary, hostService(host));
      await service.says('listening');
      const outcome = await field.attackPlain(app, 'fetch', '--url', `http://${host}:${HOST_SERVICE_PORT}/`);
      await service.end();
      await field.removePlain(app);
      return outcome;
    },
    ours: async (field) => {
      const [host = ''] = await field.ours.bridgeAddresses('attack-mallory-apps');
      const service = new BackgroundProgram(field.program.binary, hostService(host));
      await service.says('listening');
      const outcome = await field.ours.attack('fetch', '--url', `http://${host}:${HOST_SERVICE_PORT}/`);
      await service.end();
      return outcome;
    },
  });

  duel(arena, 'arp-spoof', {
    plain: spoofPlain,
    ours: async (field) => {
      const [neighbour = ''] = await field.ours.addresses({ tenant: 'mallory', app: 'neighbour' }, 'attack-mallory-apps');
      const [gateway = ''] = await field.ours.addresses({ tenant: 'mallory', role: 'gateway' }, 'attack-mallory-apps');
      return field.ours.attack('arp-spoof', '--neighbour', neighbour, '--neighbour-mac', '02:00:00:00:00:01', '--claimed', gateway);
    },
  });
}

function hostService(host: string): readonly string[] {
  return ['serve', '--listen', `${host}:${HOST_SERVICE_PORT}`, '--marker', 'for the host alone'];
}

/** What connecting as another machine comes to. That it has a way at all is shown by a service of the host. */
async function asNeighbour(field: Field, targets: readonly string[], host?: NetworkNamespace): Promise<Outcome> {
  const neighbour = await LanNeighbour.beside(host?.name);
  try {
    const attempt = async (to: string): Promise<Outcome> => outcomeOf(await neighbour.run(field.program.binary, ['connect', '--to', to]));
    const serve = ['serve', '--listen', `${LanNeighbour.HOST}:${HOST_SERVICE_PORT}`, '--marker', 'for neighbours'];
    const service = host === undefined ? new BackgroundProgram(field.program.binary, serve) : host.start(field.program.binary, serve);
    await service.says('listening');
    expect(await attempt(`${LanNeighbour.HOST}:${HOST_SERVICE_PORT}`)).toMatchObject({ succeeded: true });
    await service.end();
    return anyOf(...(await Promise.all(targets.map((to) => attempt(to)))).sort((a, b) => (a.evidence < b.evidence ? -1 : 1)));
  } finally {
    await neighbour.remove();
  }
}

/** A neighbour has talked to a bystander; then the intruder claims the bystander's address. */
async function spoofPlain(field: Field): Promise<Outcome> {
  const [intruder, neighbour, bystander] = await Promise.all([1, 2, 3].map(() => field.startPlain('arp-spoof')));
  if (intruder === undefined || neighbour === undefined || bystander === undefined) throw new Error('three containers are needed');
  const claimed = await field.addressOf(bystander);
  const address = await field.addressOf(neighbour);
  const [mac, ownMac] = await Promise.all([neighbour, intruder].map((id) => macOf(field, id)));
  expect(await field.attackPlain(neighbour, 'fetch', '--url', `http://${claimed}:8080/`)).toMatchObject({ succeeded: true });
  const sent = await field.attackPlain(intruder, 'arp-spoof', '--neighbour', address, '--neighbour-mac', mac ?? '', '--claimed', claimed);
  const table = await field.plain.must('exec', neighbour, 'cat', '/proc/net/arp');
  await field.removePlain(intruder, neighbour, bystander);
  if (!sent.succeeded) return sent;
  const entry = table.split('\n').find((line) => line.startsWith(`${claimed} `));
  return entry?.includes(ownMac ?? '') === true
    ? succeeded('the neighbour sends to the intruder what is meant for a third container')
    : stopped('the neighbour did not believe it');
}

function macOf(field: Field, container: string): Promise<string> {
  return field.plain.must('inspect', '--format', '{{.NetworkSettings.MacAddress}}', container);
}

/** Addresses with ports that mallory's container must not reach. */
async function targetsOf({ ours }: Field, id: 'neighbours-service' | 'tenant-to-tenant' | 'gateway-admin'): Promise<readonly string[]> {
  switch (id) {
    case 'neighbours-service':
      return (await ours.addresses({ tenant: 'victim', app: 'shop' })).map((address) => `${address}:8080`);
    case 'gateway-admin':
      return (await ours.addresses({ role: 'gateway' })).map((address) => `${address}:8081`);
    case 'tenant-to-tenant': {
      const foreign = [...(await ours.addresses({ tenant: 'victim' })), ...(await ours.addresses({ role: 'router' }))];
      return foreign.flatMap((address) => SERVED.map((port) => `${address}:${port}`));
    }
  }
}

async function tryAll(field: Field, attack: string, argumentLists: readonly (readonly string[])[]): Promise<Outcome> {
  const outcomes = await Promise.all(argumentLists.map((args) => field.ours.attack(attack, ...args)));
  return anyOf(...outcomes.sort((a, b) => (a.evidence < b.evidence ? -1 : 1)));
}
