import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import { UNREAD, container, host } from '../cases/facts';
import { known } from '../facts/known';

const DRIVERS = ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'];

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ log_driver: 'journald' }, 'pass log_driver = journald']],
    bad: [
      [{ log_driver: 'none' }, 'fail log_driver = none'],
      [{ log_driver: 'evil' }, 'fail log_driver = evil'],
    ],
    open: [
      [{ log_driver: UNKNOWN }, 'unknown log_driver = ${var.x}'],
      [{ log_driver: null }, 'unknown log_driver = not set: the engine decides'],
    ],
    edge: DRIVERS.map((driver): ConfigurationCase => [{ log_driver: driver }, `pass log_driver = ${driver}`]),
  },
  engine: {
    good: [
      [[container({ logDriver: known(undefined) }), host()], 'pass log_driver = not set: the engine has local'],
      [[container({ logDriver: known('journald') }), host({ logDriver: known('none') })], 'pass log_driver = journald'],
    ],
    bad: [
      [[container({ logDriver: known(undefined) }), host({ logDriver: known('evil') })], 'fail log_driver = not set: the engine has evil'],
      [
        [container({ logDriver: known(undefined) }), host({ logDriver: known(undefined) })],
        'fail log_driver = not set: the engine has none',
      ],
    ],
    open: [[[container({ logDriver: known(undefined) }), host({ logDriver: UNREAD })], 'unknown log_driver = not read']],
  },
};
