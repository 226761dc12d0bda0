import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { packageRoot } from '../../../constructs/package-root';
import { TestAuthority } from '../../fixture/certificate';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-acme-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a program of the ACME image on this machine. */
function run(program: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('sh', [join(packageRoot(), 'images/acme', program), ...args], { input, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('next-attempt', () => {
  const after = (failures: number, output = ''): number => Number(run('next-attempt', [String(failures)], output));

  test('waits a minute, and twice as long after each further failure, up to six hours', () => {
    expect([1, 2, 3, 9, 10, 11, 1000].map((failures) => after(failures))).toEqual([60, 120, 240, 15_360, 21_600, 21_600, 21_600]);
  });

  test('waits as long as the server asks for, if that is longer', () => {
    expect(after(1, 'Details:\nHTTP/2 429 \r\nretry-after: 7200\r\ncontent-length: 3\r\n')).toBe(7200);
    expect(after(10, 'Retry-After: 7200\r\n')).toBe(21_600);
    expect(after(1, 'Retry-After: 5\r\nRetry-After: 90\r\n')).toBe(90);
  });

  test('understands a date', () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();

    expect(Math.abs(after(1, `Retry-After: ${date}\r\n`) - 3600)).toBeLessThan(10);
    expect(after(1, 'Retry-After: Mon, 01 Jan 2001 00:00:00 GMT\r\n')).toBe(60);
  });

  test('a server cannot make it wait for longer than a week, nor less than a minute, whatever it says', () => {
    expect(after(1, 'Retry-After: 99999999999999999999\r\n')).toBe(604_800);
    expect(after(1, 'Retry-After: Mon, 01 Jan 2201 00:00:00 GMT\r\n')).toBe(604_800);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (value) => {
        const pause = after(1, `Retry-After: ${value}\n`);
        expect(pause).toBeGreaterThanOrEqual(60);
        expect(pause).toBeLessThanOrEqual(604_800);
      }),
      { numRuns: 50 },
    );
  });
});

describe('seconds-until-due', () => {
  const until = (file: string, now?: Date): number =>
    Number(run('seconds-until-due', [join(directory, file), ...(now === undefined ? [] : [String(Math.floor(now.getTime() / 1000))])]));

  test('a certificate is due when a third of its life is left', () => {
    new TestAuthority(directory).issue({ hosts: ['shop.test'], days: 90 });
    const { validFrom, validTo } = new X509Certificate(readFileSync(join(directory, 'fullchain.pem')));
    const end = Date.parse(validTo);

    expect(until('fullchain.pem', new Date(validFrom))).toBe(60 * 86_400);
    expect(until('fullchain.pem', new Date(end - 30 * 86_400_000 - 1000))).toBe(1);
    expect(until('fullchain.pem', new Date(end - 30 * 86_400_000))).toBe(0);
    expect(until('fullchain.pem', new Date(end + 1000))).toBe(0);
  });

  test('what is missing, unreadable or only stands in is due at once', () => {
    new TestAuthority(directory).issue({ hosts: ['shop.test'] });
    writeFileSync(join(directory, 'stand-in.pem'), `stand-in\n${readFileSync(join(directory, 'fullchain.pem'), 'utf8')}`);
    writeFileSync(join(directory, 'broken.pem'), 'not a certificate');
    writeFileSync(join(directory, 'empty.pem'), '');

    for (const file of ['stand-in.pem', 'broken.pem', 'empty.pem', 'missing.pem'])
      expect({ file, until: until(file) }).toEqual({ file, until: 0 });
  });
});

describe('stand-in', () => {
  const standIn = (): string => {
    run('stand-in', [join(directory, 'new.pem'), 'shop.test', 'www.shop.test']);
    return readFileSync(join(directory, 'new.pem'), 'utf8');
  };

  test('without any certificate it is one that nobody trusts, for a few days, and says so', () => {
    const text = standIn();
    const certificate = new X509Certificate(text);

    expect(text).toMatch(/^stand-in\n-----BEGIN CERTIFICATE-----/);
    expect(certificate.subject).toContain('stands in until a certificate is issued');
    expect(certificate.subjectAltName).toBe('DNS:shop.test, DNS:www.shop.test');
    expect((Date.parse(certificate.validTo) - Date.now()) / 86_400_000).toBeCloseTo(7, 1);
    expect(certificate.checkPrivateKey(privateKeyIn(text))).toBe(true);
  });

  test('with certificates for other hosts it is a copy of the newest, so that those hosts stay trusted', () => {
    for (const [name, time] of Object.entries({ old: 1000, newest: 3000, middle: 2000 })) {
      writeFileSync(join(directory, `${name}.pem`), `certificate ${name}\n`);
      utimesSync(join(directory, `${name}.pem`), time, time);
    }
    writeFileSync(join(directory, 'other.pem'), 'stand-in\ncertificate other\n');

    expect(standIn()).toBe('stand-in\ncertificate newest\n');
  });
});

test('thumbprint is that of RFC 7638', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(directory, 'account.key'), privateKey.export({ type: 'sec1', format: 'pem' }));
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const expected = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');

  expect(run('thumbprint', [join(directory, 'account.key')])).toBe(`${expected}\n`);
});

describe('failure', () => {
  test('says what the server said, and neither challenges nor nonces', () => {
    const token = 'Zm9vYmFyLXRva2VuLWZvci10ZXN0cw';
    const nonce = 'x'.repeat(43);
    const said = run(
      'failure',
      [],
      [
        ' + Requesting new certificate order from CA...',
        '  + ERROR: An error occurred while sending post-request to https://acme.test/order (Status 429)',
        'Details:',
        'HTTP/2 429 ',
        `replay-nonce: ${nonce}`,
        'retry-after: 7200',
        `{"type":"urn:ietf:params:acme:error:rateLimited","detail":"too many, see ${nonce}","status":429}`,
        `["token"]\t"${token}"`,
        '["challenges",0,"type"]\t"http-01"',
        `["error","detail"]\t"http://shop.test/.well-known/acme-challenge/${token}: \u001b[31m404"`,
      ].join('\n'),
    );

    expect(said).toContain('ERROR: An error occurred while sending post-request to https://acme.test/order (Status 429)');
    expect(said).toContain('retry-after: 7200');
    expect(said).toContain('urn:ietf:params:acme:error:rateLimited');
    expect(said).toContain('http://shop.test/.well-known/acme-challenge/…');
    expect(said).not.toContain(token);
    expect(said).not.toContain(nonce);
    expect(said).not.toContain('\u001b');
  });

  test('has nothing to say about nothing', () => {
    expect(run('failure', [], '')).toBe('');
  });
});

function privateKeyIn(text: string): ReturnType<typeof createPrivateKey> {
  return createPrivateKey(text.slice(text.indexOf('-----BEGIN PRIVATE KEY-----')));
}
