import type Docker from 'dockerode';
import { CORES, MEBIBYTES } from './plan';

/** As a name in the network of the service. */
export const PLAIN_HOST = 'plain';

/** Where Debian's package has its user and its data. */
const DATA = '/var/lib/postgresql/bench';
const START = `install -d -o postgres ${DATA} && exec setpriv --reuid postgres --regid postgres --init-groups sh -c "\
initdb --pgdata ${DATA} --auth trust && echo 'host all all all trust' >> ${DATA}/pg_hba.conf && \
exec postgres -D ${DATA} -c listen_addresses='*'"`;

/** Debian's PostgreSQL with its default settings in a container with the engine's, beside ours: no TLS, no read-only root, every default capability. */
export async function startPlainServer(ours: Docker.Container, client: Docker, network: string): Promise<Docker.Container> {
  const { Image: image } = (await ours.inspect()).Config;
  const plain = await client.createContainer({
    Image: image,
    User: '0:0',
    Entrypoint: ['sh', '-c'],
    Cmd: [START],
    StopSignal: 'SIGINT',
    Volumes: { '/var/lib/postgresql': {} },
    HostConfig: { NanoCpus: CORES * 1e9, Memory: MEBIBYTES * 1024 ** 2, MemorySwap: MEBIBYTES * 1024 ** 2, NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [PLAIN_HOST] } } },
  });
  await plain.start();
  return plain;
}
