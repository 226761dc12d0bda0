import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** Values as NATS takes them. */
const NUMBER = { form: /^\d{1,15}$/, expected: 'a whole number' };
const TIME = { form: /^\d{1,9}(ms|s|m|h)$/, expected: 'a time such as "30s"' };

/** Settings of NATS 2.10 that a service may have: all that decide neither who comes in nor where data is. */
const NATS_SETTINGS: Readonly<Partial<Record<string, typeof NUMBER>>> = {
  'jetstream.max_outstanding_catchup': NUMBER,
  'jetstream.sync_interval': TIME,
  max_connections: NUMBER,
  max_control_line: NUMBER,
  max_payload: NUMBER,
  max_pending: NUMBER,
  max_subscriptions: NUMBER,
  max_traced_msg_len: NUMBER,
  ping_interval: TIME,
  ping_max: NUMBER,
  write_deadline: TIME,
};

/** A user's own settings, as they are. @throws AppEngineError NatsSettingRefused */
export function natsSettings(scope: IConstruct, settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(settings)) {
    const known = Object.hasOwn(NATS_SETTINGS, name) ? NATS_SETTINGS[name] : undefined;
    if (known?.form.test(value) === true) continue;
    const expected =
      known === undefined ? `one of ${Object.keys(NATS_SETTINGS).join(', ')}` : `${known.expected}, not ${JSON.stringify(value)}`;
    throw new AppEngineError(
      'NatsSettingRefused',
      `setting ${JSON.stringify(name)} must be ${expected}; correct it, or leave it out`,
      scope,
    );
  }
  return settings;
}
