import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeAuthority, intermediateStatus, rootStatus } from '../../../../operations/certificates/authority-status';
import { TestAuthority } from '../../../fixture/certificate';

const DAY_MS = 86_400_000;

describe('authorities', () => {
  let scratch: string;
  let root: X509Certificate;
  let other: X509Certificate;
  let intermediate: X509Certificate;

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'appengine-authority-'));
    const authority = new TestAuthority(scratch);
    authority.issue({ hosts: ['shop.test'] });
    root = new X509Certificate(authority.certificate);
    intermediate = new X509Certificate(readFileSync(join(scratch, 'leaf.pem')));
    other = new X509Certificate(new TestAuthority(scratch, 'other').certificate);
  });

  afterAll(() => {
    rmSync(scratch, { recursive: true });
  });

  const after = (days: number): Date => new Date(Date.now() + days * DAY_MS);

  test('is due when a third of its life is left', () => {
    for (const [days, isDue] of [
      [19, false],
      [21, true],
      [31, true],
    ] as const) {
      expect({ days, isDue: intermediateStatus('acme', [intermediate], root, after(days)).isDue }).toEqual({ days, isDue });
    }
    expect(rootStatus('platform', [root], after(59))).toMatchObject({ isDue: false, isInTransition: false });
    expect(rootStatus('platform', [root], after(61))).toMatchObject({ isDue: true, isInTransition: false });
  });

  test('is due when another root signs, and when there is none', () => {
    expect(intermediateStatus('acme', [intermediate], other, new Date()).isDue).toBe(true);
    expect(intermediateStatus('acme', [intermediate], undefined, new Date()).isDue).toBe(false);
    expect(intermediateStatus('acme', [], root, new Date())).toEqual({ stack: 'acme', kind: 'intermediate', isDue: true });
    expect(rootStatus('platform', [], new Date()).isDue).toBe(true);
  });

  test('says what has to be done', () => {
    const day = root.validTo === '' ? '' : new Date(root.validTo).toISOString().slice(0, 10);
    expect(describeAuthority(rootStatus('platform', [root], new Date()))).toBeUndefined();
    expect(describeAuthority(rootStatus('platform', [root], after(61)))).toBe(
      `the certificate authority is due to be renewed, until ${day}: npx appengine up --only platform`,
    );
    expect(describeAuthority(rootStatus('platform', [root, other], after(61)))).toBe(
      `clients have to trust two certificate authorities while one follows the other, until ${day}: npx appengine authority > authority.pem`,
    );
    expect(describeAuthority(intermediateStatus('acme', [], root, new Date()))).toBe(
      'the intermediate that issues its certificates is due to be renewed: npx appengine up --only acme',
    );
  });
});
