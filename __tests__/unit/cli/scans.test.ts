import { fits } from '../../../cli/bootstrap/scanner';
import { renderScans } from '../../../cli/render/scans';
import { judged } from '../../../operations/vulnerabilities/judge';
import type { Scan } from '../../../operations/vulnerabilities/scan';

test.each([
  ['1.57.1', '1.57.1', true],
  ['1.57.2', '1.57.1', true],
  ['1.58.0', '1.57.1', true],
  ['1.57.0', '1.57.1', false],
  ['1.9.9', '1.57.1', false],
  ['2.0.0', '1.57.1', false],
  ['0.121.4', '0.121.3', true],
  ['0.122.0', '0.121.3', false],
  ['v1.57.1', '1.57.1', true],
  ['(unknown version)', '1.57.1', false],
  ['1.58.0-rc1', '1.57.1', false],
])('a program of version %s in place of %s: %s', (found, pinned, expected) => {
  expect(fits(found, pinned)).toBe(expected);
});

const accepted = { id: 'CVE-2026-3', reason: 'it is never reached', until: '2027-01-31' };
const scan: Scan = {
  subject: 'acme/shop 3',
  packages: 143,
  findings: judged(
    [
      { id: 'CVE-2026-1', aliases: [], severity: 'critical', package: 'openssl', type: 'deb', installed: '3.5.1-1', fixed: ['3.5.4-1'] },
      { id: 'CVE-2026-2', aliases: [], severity: 'high', package: 'libc6', type: 'deb', installed: '2.41-12', fixed: [] },
      {
        id: 'CVE-2026-3',
        aliases: [],
        severity: 'high',
        package: 'lodash\u001b[2J',
        type: 'npm',
        installed: '4.17.20',
        fixed: ['4.17.21'],
      },
    ],
    { refuses: { from: 'high', onlyFixed: true }, accepted: [accepted] },
  ),
  database: '2026-11-28',
};

test('a table says what was found, what to do, and what is accepted until when', () => {
  expect(renderScans([scan], [{ id: 'CVE-2026-9', reason: 'it was in another image', until: '2027-01-31' }])).toBe(
    [
      '     IMAGE        VULNERABILITY  SEVERITY  PACKAGE              INSTALLED  WHAT TO DO',
      '  ✘  acme/shop 3  CVE-2026-1     critical  openssl (deb)        3.5.1-1    upgrade to 3.5.4-1',
      '     acme/shop 3  CVE-2026-2     high      libc6 (deb)          2.41-12    no version fixes it yet',
      '  ✔  acme/shop 3  CVE-2026-3     high      lodash\\x1b[2J (npm)  4.17.20    accepted until 2027-01-31: it is never reached',
      '  acme/shop 3: 143 packages, 1 critical, 2 high; 1 refused; 1 accepted; database of 2026-11-28',
      '  ! CVE-2026-9 is accepted until 2027-01-31, and in no image: drop the line',
      "Next: upgrade, or accept with a reason and an end: Vulnerability.accepted('CVE-2026-1', { reason: '…', until: '…' })",
      '',
    ].join('\n'),
  );
});

test('an image without findings says how much was looked at', () => {
  expect(renderScans([{ ...scan, findings: [] }], [])).toBe(
    '  acme/shop 3: 143 packages, no known vulnerability; database of 2026-11-28\n',
  );
  expect(renderScans([], [])).toBe('Nothing runs, and nothing was released.\n');
});
