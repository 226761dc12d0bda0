import { mapItems } from '../facts/known';
import { sizeInBytes } from '../normalise/size';
import { expectSome, expectValue } from '../outcome';
import { defineRule } from '../rule';

/** The others keep nothing on the host, or have their own bounds there. */
const KEEPS_FILES: ReadonlySet<string> = new Set(['json-file', 'local']);

/** 1 GiB, the largest that LogPolicy takes: files above it bound nothing on most hosts. */
const MOST_BYTES = 1024 ** 3;

export const logsBounded = defineRule({
  id: 'SDG-03.2',
  severity: 'medium',
  references: { owasp: [7] },
  title: 'logs grow without bound',
  impact: 'one chatty container fills the disk of the host, and every neighbour stops',
  remediation: 'drop `log_opts`, or use LogPolicy.rotated(size, files)',
  exception: 'a driver that sends everything away and keeps nothing on the host',
  appliesTo: ['container'],
  check: ({ logDriver, logOptions }) => {
    if (!logDriver.known) return [expectValue('log_driver', logDriver, () => true)];
    if (!KEEPS_FILES.has(logDriver.value ?? 'json-file')) return [];
    if (logDriver.value === 'local' && logOptions.length === 0)
      return [{ status: 'pass', attribute: 'log_opts', value: 'bounded by the driver' }];
    const sizes = mapItems(logOptions, ({ name, value }) => (name === 'max-size' ? [value] : []));
    return [expectSome('log_opts.max-size', sizes, isBound)];
  },
});

function isBound(size: string): boolean {
  return (sizeInBytes(size) ?? Infinity) <= MOST_BYTES;
}
