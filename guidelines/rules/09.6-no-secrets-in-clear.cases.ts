import { UNKNOWN, command } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [
        { env: ['DB_PASSWORD_FILE=/run/x', 'URL=http://host/'], command: ['--token-file=/x'], labels: [{ label: 'app', value: 'shop' }] },
        'pass command = an argument',
        'pass env = DB_PASSWORD_FILE, URL',
        'pass labels = app',
        'pass log_opts = none',
      ],
    ],
    bad: [
      [
        {
          env: ['DB_PASSWORD=${random_password.x.result}', 'URL=postgres://u:p@db/x'],
          labels: { label: 'com.acme.api-token', value: 'x' },
          log_opts: { 'splunk-token': 'x' },
          command: ['--password=x'],
        },
        'fail command = an argument',
        'fail env = DB_PASSWORD',
        'fail env = URL',
        'fail labels = com.acme.api-token',
        'fail log_opts = splunk-token',
      ],
    ],
    open: [
      [{ env: [UNKNOWN] }, 'pass command = none', 'unknown env = ${var.x}', 'pass labels = none', 'pass log_opts = none'],
      [{ env: ['URL=${var.x}'] }, 'pass command = none', 'unknown env = ${var.x}', 'pass labels = none', 'pass log_opts = none'],
    ],
    edge: [
      ...['-token=hunter2', '--api-token=hunter2', '--url=https://u:p@h/', 'https://u:p@h/', '--password=two\nlines'].map(
        (word): ConfigurationCase => [
          command(word),
          'fail command = an argument',
          'pass env = none',
          'pass labels = none',
          'pass log_opts = none',
        ],
      ),
      ...['run --password=x', '--password', '--password=', '--name=x', 'password=x'].map((word): ConfigurationCase => [
        command(word),
        'pass command = an argument',
        'pass env = none',
        'pass labels = none',
        'pass log_opts = none',
      ]),
      [
        { log_opts: { 'api-token': UNKNOWN, mode: UNKNOWN }, labels: [{ label: 'x', value: UNKNOWN }] },
        'pass command = none',
        'pass env = none',
        'unknown labels = ${var.x}',
        'unknown log_opts = ${var.x}',
        'unknown log_opts = ${var.x}',
      ],
    ],
  },
};
