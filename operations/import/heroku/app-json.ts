import type { Placed, SourceHealthCheck, SourceService, Variable } from '../description';
import { integer, seconds } from '../quantities';
import { changed, dropped, todo, type Position, type Remark } from '../remark';
import type { Entry, Located } from '../yaml/located';
import { parseYaml } from '../yaml/parse';

/** Content of an `app.json`. */
export interface AppJson {
  readonly name?: string;
  /** Services that take the place of addons. */
  readonly services: readonly SourceService[];
  readonly addons: readonly Addon[];
  readonly environment: readonly Variable[];
  readonly formation: ReadonlyMap<string, Formation>;
  readonly remarks: readonly Remark[];
}

/** An addon that is a service here. */
export interface Addon {
  readonly service: string;
  /** Variables by which apps know it. */
  readonly variables: readonly string[];
  readonly scheme: string;
  readonly position: Position;
}

/** How a process runs. */
export interface Formation {
  readonly replicas?: Placed<number>;
  /** In MiB. */
  readonly memory?: number;
  readonly healthCheck?: SourceHealthCheck;
  readonly remarks: readonly Remark[];
}

interface KnownAddon {
  readonly image: string;
  readonly service: string;
  readonly variables: readonly string[];
  readonly scheme: string;
}

const postgres: KnownAddon = { image: 'postgres', service: 'database', variables: ['DATABASE_URL'], scheme: 'postgres' };
const redis = (variable: string): KnownAddon => ({ image: 'redis', service: 'redis', variables: [variable], scheme: 'redis' });
const mysql = (variable: string): KnownAddon => ({ image: 'mariadb', service: 'database', variables: [variable], scheme: 'mysql' });
const ADDONS: Readonly<Record<string, KnownAddon>> = {
  'heroku-postgresql': postgres,
  'crunchy-postgres': postgres,
  'dokku-postgres': postgres,
  'heroku-redis': redis('REDIS_URL'),
  'heroku-kvs': redis('REDIS_URL'),
  'heroku-key-value-store': redis('REDIS_URL'),
  rediscloud: redis('REDISCLOUD_URL'),
  'upstash-redis': redis('REDIS_URL'),
  cleardb: mysql('CLEARDB_DATABASE_URL'),
  jawsdb: mysql('JAWSDB_URL'),
  'jawsdb-maria': mysql('JAWSDB_MARIA_URL'),
  cloudamqp: { image: 'rabbitmq', service: 'queue', variables: ['CLOUDAMQP_URL'], scheme: 'amqp' },
  memcachier: { image: 'memcached', service: 'cache', variables: ['MEMCACHIER_SERVERS'], scheme: 'memcached' },
};
/** In MiB, by the sizes of dynos. */
const SIZES: Readonly<Record<string, number>> = {
  free: 512,
  hobby: 512,
  basic: 512,
  eco: 512,
  'standard-1x': 512,
  'standard-2x': 1024,
  'performance-m': 2560,
  'performance-l': 14_336,
};
const DROPPED = new Set(['$schema', 'description', 'keywords', 'logo', 'repository', 'website', 'success_url']);

/** Reads an `app.json` of Heroku, or of Dokku. @throws AppEngineError ImportSourceInvalid */
export function readAppJson(shown: string, text: string): AppJson {
  const file = parseYaml(shown, text).expectMap('app.json');
  const name = file.get('name')?.text;
  const addons = addonsOf(file.get('addons'));
  const remarks = file.entries.flatMap((entry) => remarkOn(entry));
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    services: addons.known.map(({ addon, position }) => serviceOf(addon, position)),
    addons: addons.known.map(({ addon, position }) => ({ ...addon, position })),
    environment: environmentOf(file.get('env')),
    formation: formationOf(file),
    remarks: [...remarks, ...addons.remarks],
  };
}

function addonsOf(addons: Located | undefined): {
  readonly known: readonly { readonly addon: KnownAddon; readonly position: Position }[];
  readonly remarks: readonly Remark[];
} {
  const all = (addons?.items ?? []).map((item) => ({ plan: item.text ?? item.get('plan')?.text ?? '', position: item.position }));
  const found = all.map(({ plan, position }) => ({ plan, position, addon: ADDONS[plan.split(':')[0] ?? ''] }));
  return {
    known: found.flatMap(({ addon, position }, index) => {
      const isFirst = addon !== undefined && found.findIndex((other) => other.addon?.service === addon.service) === index;
      return isFirst ? [{ addon, position }] : [];
    }),
    remarks: found.flatMap(({ addon, plan, position }) =>
      addon === undefined ? [todo(position, 'addons', `${plan}: no service here takes its place`)] : [],
    ),
  };
}

function serviceOf({ image, service }: KnownAddon, position: Position): SourceService {
  const nothing = { environment: [], ports: [], routes: [], mounts: [], secrets: [], dependsOn: [], remarks: [] };
  return { name: service, position, image: { value: image, position }, ...nothing };
}

function environmentOf(env: Located | undefined): readonly Variable[] {
  return (env?.entries ?? []).map(({ key, value, position }) => {
    const text = value.text ?? value.get('value')?.text;
    const isGenerated = value.get('generator')?.text === 'secret';
    return {
      name: key,
      value: text === '' ? undefined : text,
      variables: [],
      position,
      ...(isGenerated ? { secrecy: 'generated' as const } : {}),
    };
  });
}

function formationOf(file: Located): ReadonlyMap<string, Formation> {
  const formation = file.get('formation');
  const checks = file.get('healthchecks');
  const names = new Set([...(formation?.entries ?? []), ...(checks?.entries ?? [])].map(({ key }) => key));
  return new Map([...names].map((name) => [name, processOf(formation?.get(name), checks?.get(name))]));
}

function processOf(formation: Located | undefined, checks: Located | undefined): Formation {
  const quantity = formation?.get('quantity');
  const size = formation?.get('size');
  const replicas = integer(quantity?.text ?? '', 1, 20);
  const memory = SIZES[size?.text?.toLowerCase() ?? ''];
  const check = checks?.items.find((item) => item.get('path') !== undefined);
  const healthCheck = check === undefined ? undefined : checkOf(check);
  return {
    ...(quantity === undefined || replicas === undefined ? {} : { replicas: { value: replicas, position: quantity.position } }),
    ...(memory === undefined ? {} : { memory }),
    ...(healthCheck === undefined ? {} : { healthCheck }),
    remarks: [
      ...(quantity !== undefined && replicas === undefined
        ? [todo(quantity.position, 'formation', 'a pool has 1 to 20 replicas; one that has none is not declared')]
        : []),
      ...(size !== undefined && memory === undefined
        ? [todo(size.position, 'formation', `${size.text ?? 'its size'} is not known: set \`memory\``)]
        : []),
    ],
  };
}

function checkOf(check: Located): SourceHealthCheck {
  const timeout = seconds(check.get('timeout')?.text ?? '');
  const retries = integer(check.get('attempts')?.text ?? '', 1, 20);
  return {
    position: check.position,
    look: { kind: 'http', path: check.get('path')?.text ?? '/' },
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
  };
}

function remarkOn({ key, value, position }: Entry): readonly Remark[] {
  if (['name', 'env', 'addons', 'formation', 'healthchecks'].includes(key)) return [];
  if (DROPPED.has(key)) return [dropped(position, key, 'a description')];
  if (key === 'buildpacks') return [changed(position, key, 'the runtime is found in the sources: npx appengine build tells which')];
  if (key === 'stack' || key === 'image') return [changed(position, key, 'images are built on Debian 13')];
  if (key === 'scripts') {
    return value.entries.map((entry) =>
      todo(entry.position, `scripts.${entry.key}`, 'a Job that pools name in `after` runs before them, at each change'),
    );
  }
  if (key === 'cron') return [todo(position, key, 'nothing runs between deploys: `npx appengine run` from a schedule of yours does')];
  if (key === 'environments') return [todo(position, key, 'an environment is an instance of its own: APPENGINE_INSTANCE')];
  return [todo(position, key, 'not known here, and not carried over')];
}
