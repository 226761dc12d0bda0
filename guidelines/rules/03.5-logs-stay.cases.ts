import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';

function logs(driver: string, options: unknown = {}): Arguments {
  return { log_driver: driver, log_opts: options };
}

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [[logs('syslog', { 'syslog-address': 'unix:///dev/log' }), 'pass log_opts.syslog-address = unix:///dev/log']],
    bad: [
      [logs('syslog', { 'syslog-address': 'udp://10.0.0.1:514' }), 'fail log_opts.syslog-address = udp://10.0.0.1:514'],
      [logs('gelf', { 'gelf-address': 'udp://logs.acme:12201' }), 'fail log_opts.gelf-address = udp://logs.acme:12201'],
      [logs('fluentd', { 'fluentd-address': 'logs.acme:24224' }), 'fail log_opts.fluentd-address = logs.acme:24224'],
      [logs('splunk', { 'splunk-url': 'https://splunk.acme:8088' }), 'fail log_opts.splunk-url = https://splunk.acme:8088'],
      [logs('awslogs'), 'fail log_driver = awslogs, to Amazon CloudWatch'],
      [logs('gcplogs'), 'fail log_driver = gcplogs, to Google Cloud Logging'],
    ],
    open: [
      [logs('gelf', { 'gelf-address': UNKNOWN }), 'unknown log_opts.gelf-address = ${var.x}'],
      [logs('gelf', UNKNOWN), 'unknown log_opts.gelf-address = ${var.x}'],
      [logs(UNKNOWN), 'unknown log_driver = ${var.x}'],
    ],
    idle: [logs('local'), logs('journald'), { log_driver: null }],
    edge: [
      [logs('syslog'), 'pass log_opts.syslog-address = not set'],
      [logs('fluentd', { tag: 'logs.acme' }), 'pass log_opts.fluentd-address = not set'],
      ...[
        ...['unixgram:///dev/log', 'UNIX:///dev/log', 'tcp://127.0.0.1:514', 'tcp+tls://[::1]:6514', 'udp://localhost', 'localhost:514'],
        ...['127.0.0.1', 'https://127.0.0.1:8088/services/collector', '127.0.0.1/x://y'],
      ].map((address): ConfigurationCase => [logs('syslog', { 'syslog-address': address }), `pass log_opts.syslog-address = ${address}`]),
      ...[
        ...['tcp+tls://10.0.0.1:6514', 'tcp://127.0.0.1.acme:514', 'tcp://logs.acme/unix://', 'unixx://logs', 'xunix://logs', 'unix'],
        ...['tcp://logs.acme/127.0.0.1', 'tcp://127.0.0.1@logs.acme', 'tcp://[', 'logs.acme/x://127.0.0.1', ''],
      ].map((address): ConfigurationCase => [
        logs('syslog', { 'syslog-address': address }),
        `fail log_opts.syslog-address = ${address === '' ? '""' : address}`,
      ]),
    ],
  },
};
