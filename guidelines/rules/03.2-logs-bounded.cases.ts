import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ log_driver: 'json-file', log_opts: { 'max-size': '10m' } }, 'pass log_opts.max-size = 10m']],
    bad: [
      [{ log_driver: 'json-file' }, 'fail log_opts.max-size = not set'],
      [{ log_driver: null }, 'fail log_opts.max-size = not set'],
      [{ log_driver: 'local', log_opts: { 'max-size': '0' } }, 'fail log_opts.max-size = 0'],
      [{ log_driver: 'local', log_opts: { 'max-size': '500g' } }, 'fail log_opts.max-size = 500g'],
    ],
    open: [
      [{ log_driver: 'json-file', log_opts: { 'max-size': UNKNOWN } }, 'unknown log_opts.max-size = ${var.x}'],
      [{ log_driver: 'json-file', log_opts: UNKNOWN }, 'unknown log_opts.max-size = ${var.x}'],
      [{ log_driver: UNKNOWN }, 'unknown log_driver = ${var.x}'],
    ],
    idle: [{ log_driver: 'syslog' }],
    edge: [
      [{ log_driver: 'local', log_opts: { 'max-size': '1g' } }, 'pass log_opts.max-size = 1g'],
      [{ log_driver: 'local', log_opts: { 'max-size': '1025m' } }, 'fail log_opts.max-size = 1025m'],
      [{}, 'pass log_opts = bounded by the driver'],
      [{ log_driver: 'json-file', log_opts: { 'max-file': '3' } }, 'fail log_opts.max-size = not set'],
      [{ log_driver: 'local', log_opts: { compress: 'true' } }, 'fail log_opts.max-size = not set'],
    ],
  },
};
