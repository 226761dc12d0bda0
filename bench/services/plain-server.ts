import type Docker from 'dockerode';
import { CORES, MEBIBYTES } from './plan';

/** As a name in the network of the service. */
export const PLAIN_HOST = 'plain';

/** Directory of its data, below the home of Debian's user `postgres`. */
const DATA = '/var/lib/postgresql/bench';
/** Certificate with its key: ours, so that both servers have the same algorithm. */
const BUNDLE = '/var/lib/postgresql/server.pem';
const START = `install -d -o postgres ${DATA} && install -o postgres -m 0600 /data/tls/server.pem ${BUNDLE} && \
exec setpriv --reuid postgres --regid postgres --init-groups sh -c "\
initdb --pgdata ${DATA} --auth trust && echo 'host all all all trust' >> ${DATA}/pg_hba.conf && \
exec postgres -D ${DATA} -c listen_addresses='*' -c ssl=on -c ssl_cert_file=${BUNDLE} -c ssl_key_file=${BUNDLE}"`;

/** Debian's PostgreSQL with its default settings in a container with the engine's, beside ours: no read-only root, every default capability, TLS for clients that ask. */
export async function startPlainServer(ours: Docker.Container, client: Docker, network: string): Promise<Docker.Container> {
  const { Image: image } = (await ours.inspect()).Config;
  const plain = await client.createContainer({
    Image: image,
    User: '0:0',
    Entrypoint: ['sh', '-c'],
    Cmd: [START],
    StopSignal: 'SIGINT',
    Volumes: { '/var/lib/postgresql': {} },
    HostConfig: {
      VolumesFrom: [`${ours.id}:ro`],
      NanoCpus: CORES * 1e9,
      Memory: MEBIBYTES * 1024 ** 2,
      MemorySwap: MEBIBYTES * 1024 ** 2,
      NetworkMode: network,
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [PLAIN_HOST] } } },
  });
  await plain.start();
  return plain;
}
