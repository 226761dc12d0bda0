import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { RABBITMQ_PARAMETERS } from './rabbit-mq-parameters';

/** The Erlang machine and its code alone take more than half of it. */
const LEAST_MEMORY = 256;
/** Of the container's memory, for messages: above it, publishers have to wait. */
const MEMORY_SHARE = 0.5;

/**
 * Settings by name, derived from the memory; a user's own win.
 * @param memory of the container, in MiB
 * @throws AppEngineError RabbitMqMemoryTooSmall, RabbitMqSettingRefused
 */
export function rabbitMqSettings(
  scope: IConstruct,
  memory: number,
  settings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (memory < LEAST_MEMORY) {
    throw new AppEngineError(
      'RabbitMqMemoryTooSmall',
      `memory of ${String(memory)} MiB must be at least ${String(LEAST_MEMORY)} MiB for RabbitMQ; raise \`memory\``,
      scope,
    );
  }
  for (const [name, value] of Object.entries(settings)) checkSetting(scope, name, value);
  return {
    'vm_memory_high_watermark.absolute': `${String(Math.floor(memory * MEMORY_SHARE))}MiB`,
    'disk_free_limit.absolute': '64MiB',
    // Its own default is as large as the whole container.
    'raft.wal_max_size_bytes': String(Math.floor(memory / 8) * 1024 * 1024),
    ...settings,
  };
}

function checkSetting(scope: IConstruct, name: string, value: string): void {
  if (!RABBITMQ_PARAMETERS.has(name)) {
    throw new AppEngineError(
      'RabbitMqSettingRefused',
      `setting ${JSON.stringify(name)} is none of RabbitMQ 4, or the platform's own; leave it out, or correct its name to one such as "heartbeat"`,
      scope,
    );
  }
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(value)) {
    throw new AppEngineError(
      'RabbitMqSettingRefused',
      `value ${JSON.stringify(value)} of ${name} must be 1 to 64 letters, digits, ".", "_" and "-"; write it as in rabbitmq.conf`,
      scope,
    );
  }
}
