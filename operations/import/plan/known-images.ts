/** Types of services that the platform brings. */
export interface NativeKind {
  readonly construct: 'MariaDb' | 'Memcached' | 'Nats' | 'ObjectStorage' | 'Postgres' | 'RabbitMq' | 'Valkey';
  /** Repositories of images, without registry and `library/`. */
  readonly images: readonly string[];
  /** As people read it. */
  readonly label: string;
  /** Of other images than that of the server itself: why they are not the same. */
  readonly difference?: (repository: string) => string | undefined;
  readonly port: number;
  /** Port that clients use elsewhere. */
  readonly usualPort: number;
  readonly entries: readonly string[];
  /** Scheme of `uri` in its bindings. */
  readonly scheme: string;
  /** Begin of variables that are about it, in its image and in apps. */
  readonly prefix: RegExp;
  /** Demand on clients. @default none */
  readonly client?: string;
}

const LOGIN = ['ca.crt', 'host', 'password', 'port', 'uri', 'username'];
const DATABASE = [...LOGIN, 'database'];
const TLS = 'it is reached by TLS alone: let the client trust /bindings/NAME/ca.crt';

export const NATIVE_KINDS: readonly NativeKind[] = [
  {
    construct: 'Postgres',
    images: ['postgres', 'bitnami/postgresql', 'bitnamilegacy/postgresql', 'cimg/postgres', 'pgautoupgrade/pgautoupgrade'],
    label: 'PostgreSQL 17',
    ...{ port: 5432, usualPort: 5432, entries: DATABASE, scheme: 'postgresql', prefix: /^(POSTGRES(QL)?_|PG)/ },
  },
  {
    construct: 'MariaDb',
    images: [
      'mariadb',
      'mysql',
      'mysql/mysql-server',
      'bitnami/mariadb',
      'bitnami/mysql',
      'percona',
      'percona/percona-server',
      'linuxserver/mariadb',
    ],
    label: 'MariaDB 11.8',
    difference: (repository) =>
      repository.includes('mariadb')
        ? undefined
        : 'MariaDB speaks the protocol of MySQL and is another server: where the app needs MySQL itself, take Service.fromImage and an image by digest',
    ...{ port: 3306, usualPort: 3306, entries: DATABASE, scheme: 'mysql', prefix: /^(MYSQL|MARIADB)_/, client: TLS },
  },
  {
    construct: 'Valkey',
    images: ['redis', 'valkey/valkey', 'bitnami/redis', 'bitnamilegacy/redis', 'bitnami/valkey', 'eqalpha/keydb', 'cimg/redis'],
    label: 'Valkey 8, for clients of Redis',
    ...{ port: 6379, usualPort: 6379, entries: LOGIN, scheme: 'rediss', prefix: /^(REDIS|VALKEY)_/, client: TLS },
  },
  {
    construct: 'RabbitMq',
    images: ['rabbitmq', 'bitnami/rabbitmq'],
    label: 'RabbitMQ 4.0, without its management pages',
    ...{ port: 5671, usualPort: 5672, entries: [...LOGIN, 'virtual-host'], scheme: 'amqps', prefix: /^(RABBITMQ|AMQP)_/, client: TLS },
  },
  {
    construct: 'Nats',
    images: ['nats', 'bitnami/nats'],
    label: 'NATS 2.10 with JetStream',
    ...{ port: 4222, usualPort: 4222, entries: LOGIN, scheme: 'tls', prefix: /^NATS_/, client: TLS },
  },
  {
    construct: 'Memcached',
    images: ['memcached', 'bitnami/memcached'],
    label: 'Memcached 1.6',
    ...{
      port: 11_211,
      usualPort: 11_211,
      entries: ['ca.crt', 'host', 'port', 'uri'],
      scheme: 'memcacheds',
      prefix: /^MEMCACHED?_/,
      client: TLS,
    },
  },
  {
    construct: 'ObjectStorage',
    images: ['minio/minio', 'bitnami/minio', 'quay.io/minio/minio'],
    label: 'versitygw, for clients of S3',
    entries: ['access-key-id', 'bucket', 'ca.crt', 'endpoint', 'host', 'port', 'region', 'secret-access-key', 'uri'],
    ...{ port: 7070, usualPort: 9000, scheme: 's3', prefix: /^(MINIO|S3|AWS)_/ },
    client: `${TLS}, and ask for buckets by path`,
  },
];

/** A server whose image the platform does not bring: `Service.fromImage`. */
export interface ServerKind {
  readonly images: readonly string[];
  readonly type: string;
  /** @default the type */
  readonly scheme?: string;
  readonly port: number;
  /** Directory of its data, by default or by `environment`. */
  readonly data: string;
  /** Settings, with its credentials as files. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Database that apps use. @default none */
  readonly database?: string;
  /** Variables of the source that these replace. @default none */
  readonly replaces?: RegExp;
  /** Of a server that reads its password from a variable alone, with the program that the image starts. @default none */
  readonly password?: { readonly variable: string; readonly entrypoint: string };
  /** Other directories that it writes. @default none */
  readonly writes?: readonly string[];
  /** Begin of variables that are about it in apps. */
  readonly prefix: RegExp;
}

const POSTGRES_LIKE = {
  type: 'postgresql',
  port: 5432,
  data: '/var/lib/postgresql/data',
  environment: {
    POSTGRES_USER: 'app',
    POSTGRES_DB: 'app',
    POSTGRES_PASSWORD_FILE: '/credentials/password',
    PGDATA: '/var/lib/postgresql/data/files',
  },
  database: 'app',
  replaces: /^(POSTGRES_(USER|PASSWORD|DB)(_FILE)?|PGDATA)$/,
  writes: ['/run/postgresql'],
  prefix: /^(POSTGRES(QL)?_|PG)/,
};
const IN_DATA = {
  environment: { 'discovery.type': 'single-node', 'path.data': '/data' },
  data: '/data',
  replaces: /^(discovery\.type|path\.data)$/,
};

export const SERVER_KINDS: readonly ServerKind[] = [
  {
    images: ['mongo', 'bitnami/mongodb', 'mongodb/mongodb-community-server'],
    ...{ type: 'mongodb', port: 27_017, data: '/data/db', writes: ['/data/configdb'], prefix: /^MONGO(DB)?_/ },
    environment: { MONGO_INITDB_ROOT_USERNAME: 'app', MONGO_INITDB_ROOT_PASSWORD_FILE: '/credentials/password' },
    replaces: /^MONGO_INITDB_ROOT_(USERNAME|PASSWORD)(_FILE)?$/,
  },
  {
    images: [
      'postgis/postgis',
      'pgvector/pgvector',
      'ankane/pgvector',
      'timescale/timescaledb',
      'timescale/timescaledb-ha',
      'tensorchord/pgvecto-rs',
    ],
    ...POSTGRES_LIKE,
  },
  { images: ['immich-app/postgres', 'supabase/postgres', 'tensorchord/vchord-postgres'], ...POSTGRES_LIKE },
  {
    images: ['elasticsearch', 'elasticsearch/elasticsearch', 'bitnami/elasticsearch'],
    type: 'elasticsearch',
    scheme: 'http',
    port: 9200,
    prefix: /^(ELASTIC(SEARCH)?|ES)_/,
    ...IN_DATA,
  },
  { images: ['opensearchproject/opensearch'], type: 'opensearch', scheme: 'http', port: 9200, prefix: /^OPENSEARCH_/, ...IN_DATA },
  {
    images: ['apache/kafka', 'confluentinc/cp-kafka', 'wurstmeister/kafka', 'bitnami/kafka'],
    type: 'kafka',
    port: 9092,
    data: '/var/lib/kafka/data',
    prefix: /^KAFKA_/,
  },
  {
    images: ['zookeeper', 'confluentinc/cp-zookeeper', 'wurstmeister/zookeeper', 'bitnami/zookeeper'],
    type: 'zookeeper',
    port: 2181,
    data: '/data',
    writes: ['/datalog'],
    prefix: /^ZOO/,
  },
  {
    images: ['clickhouse/clickhouse-server', 'yandex/clickhouse-server'],
    ...{ type: 'clickhouse', scheme: 'http', port: 8123, data: '/var/lib/clickhouse', prefix: /^CLICKHOUSE_/ },
    environment: { CLICKHOUSE_USER: 'app' },
    replaces: /^CLICKHOUSE_(USER|PASSWORD)$/,
    password: { variable: 'CLICKHOUSE_PASSWORD', entrypoint: '/entrypoint.sh' },
  },
  { images: ['influxdb'], type: 'influxdb', scheme: 'http', port: 8086, data: '/var/lib/influxdb2', prefix: /^INFLUX/ },
  { images: ['getmeili/meilisearch'], type: 'meilisearch', scheme: 'http', port: 7700, data: '/meili_data', prefix: /^MEILI/ },
  { images: ['typesense/typesense'], type: 'typesense', scheme: 'http', port: 8108, data: '/data', prefix: /^TYPESENSE_/ },
  { images: ['qdrant/qdrant'], type: 'qdrant', scheme: 'http', port: 6333, data: '/qdrant/storage', prefix: /^QDRANT_/ },
  { images: ['couchdb'], type: 'couchdb', scheme: 'http', port: 5984, data: '/opt/couchdb/data', prefix: /^COUCHDB_/ },
  { images: ['cassandra'], type: 'cassandra', port: 9042, data: '/var/lib/cassandra', prefix: /^CASSANDRA_/ },
  { images: ['neo4j'], type: 'neo4j', scheme: 'neo4j', port: 7687, data: '/data', writes: ['/logs'], prefix: /^NEO4J_/ },
];

/** Programs whose work the platform does, and how. */
const REPLACED: readonly (readonly [images: RegExp, instead: string])[] = [
  [
    /^(traefik|nginxproxy\/nginx-proxy|jwilder\/nginx-proxy|jc21\/nginx-proxy-manager|lucaslorentz\/caddy-docker-proxy|tecnativa\/docker-socket-proxy)$/,
    "the platform's router and the tenant's gateway do this",
  ],
  [
    /^(nginxproxy\/acme-companion|jrcs\/letsencrypt-nginx-proxy-companion|certbot\/certbot|neilpang\/acme\.sh)$/,
    'certificates are those of the gateway: docs/routes.md',
  ],
  [
    /^(containrrr\/watchtower|v2tec\/watchtower|nickfedor\/watchtower|pyouroboros\/ouroboros|crazymax\/diun|willfarrell\/autoheal)$/,
    'a deploy is a change of the tenant, and the engine restarts what ends',
  ],
  [
    /^(portainer\/portainer(-ce|-ee)?|portainer\/agent|amir20\/dozzle|lazyteam\/lazydocker)$/,
    'npx appengine status, logs and exec do this, without the socket in a container',
  ],
  [/^minio\/mc$/, 'a bucket is made with its service'],
  [
    /^(cadvisor\/cadvisor|google\/cadvisor|prom\/node-exporter|prometheus\/node-exporter)$/,
    "it reads the host's own files, which no container sees",
  ],
];

/** Images whose entrypoint wants to be root, and which do not. */
const ROOTLESS: readonly (readonly [images: RegExp, instead: string])[] = [
  [/^nginx$/, 'nginxinc/nginx-unprivileged does not'],
  [/^gitea\/gitea$/, 'its tags that end in -rootless do not'],
  [/^(wordpress|nextcloud|drupal|joomla|matomo|httpd|php)$/, 'a Dockerfile of yours with `USER` and a port from 1024 on does not'],
  [/^linuxserver\//, 'an image without s6 does not'],
];

/** Without registry, `library/`, tag and digest: `grafana/grafana`. */
export function repositoryOf(image: string): string {
  const [name = ''] = image.split('@');
  const parts = name.replace(/:[^/:]*$/, '').split('/');
  const isRegistry = parts.length > 1 && (/[.:]/.test(parts[0] ?? '') || parts[0] === 'localhost');
  const path = isRegistry ? parts.slice(1) : parts;
  return (path.length === 2 && path[0] === 'library' ? path.slice(1) : path).join('/').toLowerCase();
}

export function nativeKind(image: string): NativeKind | undefined {
  return NATIVE_KINDS.find(({ images }) => images.includes(repositoryOf(image)));
}

export function serverKind(image: string): ServerKind | undefined {
  return SERVER_KINDS.find(({ images }) => images.includes(repositoryOf(image)));
}

/** The part of the platform that does its work; undefined for an app like any other. */
export function replacementOf(image: string): string | undefined {
  return REPLACED.find(([images]) => images.test(repositoryOf(image)))?.[1];
}

/** An image to take where this one wants to be root; undefined where nothing is known. */
export function rootlessInstead(image: string): string | undefined {
  return ROOTLESS.find(([images]) => images.test(repositoryOf(image)))?.[1];
}
