import type { Construct } from 'constructs';
import { HealthCheck } from '../container/health-check';
import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import type { Size } from '../units/size';
import { ClientAuthentication } from './client-authentication';
import { Service, type ServiceProps } from './service';

/** Options of {@link Memcached}. */
export interface MemcachedProps extends ServiceProps {
  /** Most connections of all apps together, 10 to 4000. @default 1024 */
  readonly connections?: number;
  /** Largest item, 1 KiB to half of the memory for items. @default 1 MiB */
  readonly largestItem?: Size;
  /** Longest time from the start to the first answer. @default 30 seconds */
  readonly startWithin?: Duration;
}

/** Of the container's memory, for items: the rest is for connections. */
const DATA_SHARE = 0.7;
const MEBIBYTE = 1024 * 1024;

/**
 * A Memcached 1.6 server of the tenant: by TLS, in a network with the apps that use it alone. Its clients do not log in: the protocol that knows users is given up by
 * most of them. What is in it is gone after a restart.
 */
export class Memcached extends Service {
  /** @throws AppEngineError MemcachedConnectionsOutOfRange, MemcachedItemOutOfRange, ServiceNotOffered, ServiceTooLarge */
  constructor(scope: Construct, id: string, props: MemcachedProps = {}) {
    const { connections = 1024, largestItem, startWithin = Duration.seconds(30), ...service } = props;
    if (!(Number.isInteger(connections) && connections >= 10 && connections <= 4000)) {
      throw new AppEngineError(
        'MemcachedConnectionsOutOfRange',
        `connections ${String(connections)} must be a whole number from 10 to 4000; declare another Memcached for more`,
        scope,
      );
    }
    super(scope, id, service, {
      type: 'memcached',
      port: 11211,
      entries: ['ca.crt', 'host', 'port', 'provider', 'type', 'uri'],
      hasDatabase: false,
      options: (memory) => {
        const megabytes = Math.floor(memory * DATA_SHARE);
        return ['-m', String(megabytes), '-c', String(connections), '-I', String(itemSize(scope, megabytes, largestItem))];
      },
      healthCheck: HealthCheck.command(['agent', 'memcached', 'health'], { startWithin }),
      settings: [ClientAuthentication.none('clients of Memcached know no login by TLS; only apps that use it share its network')],
    });
  }
}

function itemSize(scope: Construct, megabytes: number, largest?: Size): number {
  const bytes = largest?.bytes ?? MEBIBYTE;
  const most = Math.floor((megabytes * MEBIBYTE) / 2);
  if (bytes >= 1024 && bytes <= most) return bytes;
  throw new AppEngineError(
    'MemcachedItemOutOfRange',
    `largest item of ${String(bytes)} bytes must be from 1024 to ${String(most)} bytes, half of the memory for items; lower it, or raise \`memory\``,
    scope,
  );
}
