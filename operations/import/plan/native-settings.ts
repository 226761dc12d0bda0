import { settingProblem } from '../../../constructs/services/postgres-settings';
import { code, object, type Code } from '../code';
import type { SourceService } from '../description';
import { integer } from '../quantities';
import { dropped, todo, type Remark } from '../remark';
import type { NativeKind } from './known-images';

interface Settings {
  readonly properties: Readonly<Record<string, Code>>;
  readonly remarks: readonly Remark[];
}

const EVICTIONS: Readonly<Record<string, Code>> = {
  'allkeys-lru': code`Eviction.leastRecentlyUsed()`,
  'allkeys-lfu': code`Eviction.leastFrequentlyUsed()`,
  'volatile-ttl': code`Eviction.soonestToExpire()`,
};

/** Arguments of a server as properties of the service. */
export function nativeSettings(kind: NativeKind, source: SourceService): Settings {
  const words = [...(source.command ?? [])].filter(
    (word) => !/^(postgres|mysqld|mariadbd|redis-server|valkey-server|rabbitmq-server)$/.test(word),
  );
  if (words.length === 0) return { properties: {}, remarks: [] };
  if (kind.construct === 'Postgres') return postgres(words, source);
  if (kind.construct === 'Valkey') return valkey(words, source);
  const text = 'its arguments are not carried over: see the options of the service in docs/services.md';
  const isUsual =
    kind.construct === 'ObjectStorage' ||
    (kind.construct === 'Memcached' && words.every((word) => /^(memcached|-m|-I|\d+m?)$/.test(word))) ||
    (kind.construct === 'Nats' && words.every((word) => /^-{1,2}(js|jetstream)$/.test(word)));
  return {
    properties: {},
    remarks: [(isUsual ? dropped : todo)(source.position, 'command', isUsual ? 'the platform starts the server' : text)],
  };
}

function postgres(words: readonly string[], source: SourceService): Settings {
  const pairs = [...words.join(' ').matchAll(/(?:-c\s*|--)([\w.-]+)[= ](\S+)/g)].map(
    ([, name = '', value = '']) => [name.replaceAll('-', '_'), value] as const,
  );
  const connections = integer(pairs.find(([name]) => name === 'max_connections')?.[1] ?? '', 10, 1000);
  const settings = pairs.filter(([name]) => name !== 'max_connections' && settingProblem(name) === undefined);
  const others = pairs.map(([name]) => name).filter((name) => name !== 'max_connections' && !settings.some(([known]) => known === name));
  return {
    properties: {
      ...(connections === undefined ? {} : { connections: code`${connections}` }),
      ...(settings.length === 0 ? {} : { settings: object(Object.fromEntries(settings.map(([name, value]) => [name, code`${value}`]))) }),
    },
    remarks: [
      ...(others.length === 0 ? [] : [todo(source.position, 'command', `the platform's own, or not known to it: ${others.join(', ')}`)]),
      ...(pairs.length === 0
        ? [todo(source.position, 'command', 'its arguments are not carried over: `settings` takes those of PostgreSQL')]
        : []),
    ],
  };
}

function valkey(words: readonly string[], source: SourceService): Settings {
  const valueOf = (flag: string): string | undefined => {
    const index = words.indexOf(`--${flag}`);
    return index === -1 ? undefined : words[index + 1];
  };
  const eviction = EVICTIONS[valueOf('maxmemory-policy') ?? ''];
  const isVolatile = valueOf('appendonly') === 'no' || (valueOf('save') === '' && valueOf('appendonly') !== 'yes');
  const known = new Set(['maxmemory-policy', 'appendonly', 'save', 'requirepass', 'maxmemory', 'port', 'bind', 'loglevel', 'appendfsync']);
  const others = words.filter((word) => word.startsWith('--') && !known.has(word.slice(2)));
  return {
    properties: {
      ...(eviction === undefined ? {} : { eviction }),
      ...(isVolatile ? { persistence: code`Persistence.none()` } : {}),
    },
    remarks: [
      dropped(source.position, 'command', 'password, memory and log are those of the platform: 60 % of `memory` is for data'),
      ...(others.length === 0 ? [] : [todo(source.position, 'command', `not carried over: ${others.join(', ')}`)]),
    ],
  };
}
