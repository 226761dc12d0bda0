import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeAuthority,
  intermediateStatus,
  rootStatus,
  type AuthorityStatus,
} from '../../../../operations/certificates/authority-status';
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

  test('a next root that was made before its time signs when half of the rest is over, and the root is due then', () => {
    const [signing, next] = [lived(0, 90), lived(10, 100)];
    const status = (days: number): AuthorityStatus => rootStatus('platform', [signing, next], new Date(days * DAY_MS));
    expect(status(49)).toMatchObject({ isDue: false, nextSigns: new Date(50 * DAY_MS) });
    expect(status(50)).toMatchObject({ isDue: true });
    expect(rootStatus('platform', [lived(0, 3650), lived(365, 4015)], new Date(0)).nextSigns).toEqual(new Date((365 + 3650 / 6) * DAY_MS));
    // One that has signed before is no next one.
    expect(rootStatus('platform', [next, signing], new Date(20 * DAY_MS))).not.toHaveProperty('nextSigns');
  });

  /** What is asked of a certificate, which lives from one day after 1970 to another one. */
  function lived(from: number, to: number): X509Certificate {
    const [validFrom, validTo] = [from, to].map((day) => new Date(day * DAY_MS).toUTCString());
    return Object.create(X509Certificate.prototype, { validFrom: { value: validFrom }, validTo: { value: validTo } }) as X509Certificate;
  }

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
