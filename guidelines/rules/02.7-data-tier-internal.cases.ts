import type { EngineCase, RuleCases } from '../cases/cases';
import { UNREAD, container, network } from '../cases/facts';
import type { ContainerFacts } from '../facts/container-facts';
import { known } from '../facts/known';
import { imageReference } from '../normalise/image-reference';

const KEEPING_DATA =
  'cassandra clickhouse/clickhouse-server clickhouse cockroachdb/cockroach couchdb elasticsearch etcd influxdb kafka keydb mariadb memcached minio mongo mongodb mysql mysql-server nats neo4j opensearch percona postgis postgres postgresql rabbitmq redis timescaledb valkey zookeeper'.split(
    ' ',
  );

function database(name: string, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return container({ image: known(imageReference(name)), ...more });
}

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [[database('postgres:17'), network()], 'pass networks_advanced.name = front'],
      [[container({ role: known('service') }), network()], 'pass networks_advanced.name = front'],
    ],
    bad: [
      ...KEEPING_DATA.map((name): EngineCase => [
        [database(name), network({ internal: known(false) })],
        'fail networks_advanced.name = front',
      ]),
      [[database('postgres'), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[database('ghcr.io/acme/mysql-server:8'), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[container({ role: known('service') }), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[container({ role: known('service'), image: UNREAD }), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[database('redis', { networks: [], networkMode: known(undefined) })], 'fail networks_advanced.name = bridge'],
      [[database('redis', { networks: [], networkMode: known('default') })], 'fail networks_advanced.name = default'],
      [[database('redis', { networks: [], networkMode: known('host') })], 'fail networks_advanced.name = host'],
    ],
    open: [
      [[database('valkey')], 'unknown networks_advanced.name = front: the network is not declared here'],
      [[database('mongo'), network({ internal: UNREAD })], 'unknown networks_advanced.name = not read'],
      [[database('mongo', { networks: [UNREAD] })], 'unknown networks_advanced.name = not read'],
      [[container({ image: UNREAD })], 'unknown networks_advanced.name = not read'],
      [[container({ role: UNREAD })], 'unknown networks_advanced.name = not read'],
    ],
    idle: [
      [container()],
      [database('redis', { networks: [], networkMode: known('none') })],
      [database('acme/redis-exporter')],
      [database('acme/my-postgres')],
    ],
  },
};
