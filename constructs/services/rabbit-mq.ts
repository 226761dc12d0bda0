import type { Construct } from 'constructs';
import { HealthCheck } from '../container/health-check';
import { Memory } from '../container/limits';
import { WritablePath } from '../container/writable-path';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { Partition } from './partition';
import type { RabbitMqPlugin } from './rabbit-mq-plugin';
import { rabbitMqSettings } from './rabbit-mq-settings';
import { Service, type ServiceProps } from './service';

/** Options of {@link RabbitMq}. */
export interface RabbitMqProps extends ServiceProps {
  /** At most what the platform offers, at least 256 MiB. @default 512 MiB */
  readonly memory?: Memory;
  /** Virtual hosts of the apps. @default Partition.shared(), one named like the service */
  readonly virtualHosts?: Partition;
  /** Settings of the server by name, such as `{ heartbeat: '30' }`; the platform's own are refused. @default derived from the memory */
  readonly settings?: Readonly<Record<string, string>>;
  /** Exchanges of more types. @default none */
  readonly plugins?: readonly RabbitMqPlugin[];
  /** Longest time from the start to the first answer: reading the queues is part of it. @default 5 minutes */
  readonly startWithin?: Duration;
}

/**
 * A RabbitMQ 4 server of the tenant, for clients of AMQP 0.9.1 and 1.0: by TLS alone, and each app as a user of its own, who has every right in its virtual host and
 * none elsewhere.
 */
export class RabbitMq extends Service {
  /** @throws AppEngineError RabbitMqSettingRefused, RabbitMqMemoryTooSmall, ServiceNotOffered, ServiceTooLarge */
  constructor(scope: Construct, id: string, props: RabbitMqProps = {}) {
    const { virtualHosts = Partition.shared(), settings = {}, plugins = [], startWithin = Duration.minutes(5), ...service } = props;
    super(scope, id, service, {
      type: 'rabbitmq',
      port: 5671,
      entries: ['ca.crt', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username', 'virtual-host'],
      hasDatabase: true,
      partition: virtualHosts,
      defaultMemory: Memory.mebibytes(512),
      options: (memory) => [
        virtualHosts.argument,
        ...[...new Set(plugins.map(({ name }) => name))].sort(),
        ...Object.entries(rabbitMqSettings(scope, memory, settings)).map(([name, value]) => `${name}=${value}`),
      ],
      healthCheck: HealthCheck.command(['agent', 'rabbitmq', 'health'], {
        startWithin,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
      }),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(16))],
    });
  }
}
