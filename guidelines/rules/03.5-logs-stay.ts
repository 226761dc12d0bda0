import { valueOf } from '../facts/known';
import { isLoopback } from '../normalise/address';
import { expectValue, notKnown } from '../outcome';
import { defineRule } from '../rule';

/** Options that name the receiver of a driver. Without it syslog and fluentd send to the host itself, and the others do not start. */
const RECEIVER: ReadonlyMap<string | undefined, string> = new Map([
  ['fluentd', 'fluentd-address'],
  ['gelf', 'gelf-address'],
  ['splunk', 'splunk-url'],
  ['syslog', 'syslog-address'],
]);

/** Drivers that know no other receiver. */
const CLOUD: ReadonlyMap<string | undefined, string> = new Map([
  ['awslogs', 'Amazon CloudWatch'],
  ['gcplogs', 'Google Cloud Logging'],
]);

function isLocal(address: string): boolean {
  const url = /^[a-z0-9+]+:\/\//i.test(address) ? address : `tcp://${address}`;
  return /^unix(gram)?:/i.test(url) || (URL.canParse(url) && isLoopback(new URL(url).hostname));
}

export const logsStay = defineRule({
  id: 'SDG-03.5',
  severity: 'low',
  references: { nist: ['4.4.4', '4.4.2'] },
  title: 'the output of the container is sent to another host',
  impact:
    'personal data and secrets in it leave the host; without TLS the network on the way reads and forges them, and an address that was planted gets all of it',
  remediation: 'use LogPolicy.rotated(), and let a collector on the host send what it reads',
  exception: 'a log store of your own, over `tcp+tls://`, `tls://` or `https://`: the finding names its address',
  appliesTo: ['container'],
  check: ({ logDriver, logOptions }) => {
    if (!logDriver.known) return [notKnown('log_driver', logDriver)];
    const { value: driver } = logDriver;
    const cloud = CLOUD.get(driver);
    if (cloud !== undefined) return [{ status: 'fail', attribute: 'log_driver', value: `${String(driver)}, to ${cloud}` }];
    const option = RECEIVER.get(driver);
    if (option === undefined) return [];
    return [expectValue(`log_opts.${option}`, valueOf(logOptions, option), (address) => address === undefined || isLocal(address))];
  },
});
