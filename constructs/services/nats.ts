import type { Construct } from 'constructs';
import { HealthCheck } from '../container/health-check';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { natsSettings } from './nats-settings';
import { Partition } from './partition';
import { Service, type ServiceProps } from './service';

/** Options of {@link Nats}. */
export interface NatsProps extends ServiceProps {
  /** Accounts of the apps: subjects and streams of one are no other one's. @default Partition.shared(), one for all apps that use the service */
  readonly accounts?: Partition;
  /** Most that all streams keep on the disk. @default 1 GiB */
  readonly storage?: Size;
  /** Settings of the server by name, such as `{ max_payload: '4194304' }`; the platform's own are refused. @default derived from the memory */
  readonly settings?: Readonly<Record<string, string>>;
  /** Longest time from the start to the first answer: reading the streams is part of it. @default 2 minutes */
  readonly startWithin?: Duration;
}

/** Of the container's memory, for streams that are kept there. */
const STREAM_SHARE = 0.25;
/** Of the container's memory: at this size the server gives back what it does not need. */
const HEAP_SHARE = 0.8;

/** A NATS 2 server of the tenant with JetStream: by TLS alone, and each app as a user of its own, with every subject of its account and none of the server's. */
export class Nats extends Service {
  /** @throws AppEngineError NatsSettingRefused, ServiceNotOffered, ServiceTooLarge */
  constructor(scope: Construct, id: string, props: NatsProps = {}) {
    const {
      accounts = Partition.shared(),
      storage = Size.gibibytes(1),
      settings = {},
      startWithin = Duration.minutes(2),
      ...service
    } = props;
    super(scope, id, service, {
      type: 'nats',
      port: 4222,
      entries: ['ca.crt', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username'],
      hasDatabase: false,
      options: (memory) => [
        ...[accounts.argument, String(Math.floor(memory * HEAP_SHARE))],
        `jetstream.max_memory_store=${String(Math.floor(memory * STREAM_SHARE) * 1024 * 1024)}`,
        `jetstream.max_file_store=${String(storage.bytes)}`,
        ...Object.entries(natsSettings(scope, settings)).map(([name, value]) => `${name}=${value}`),
      ],
      healthCheck: HealthCheck.command(['agent', 'nats', 'health'], { startWithin }),
    });
  }
}
