import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** The certificate, then the ones that lead to its root. */
export const CHAIN_FILE = 'fullchain.pem';
/** Its key. */
export const KEY_FILE = 'privkey.pem';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Makes sure that a gateway can serve `hosts` with the files of `directory`, before anything is touched. No message has anything of the key in it.
 * @param now for tests
 * @throws AppEngineError CertificateFileMissing, CertificateInvalid, CertificateKeyInvalid, CertificateOutOfDate, CertificateHostMissing
 */
export function checkCertificateFiles(scope: IConstruct, directory: string, hosts: readonly string[], now = new Date()): void {
  const chainFile = join(directory, CHAIN_FILE);
  const chain = chainOf(scope, chainFile, readText(scope, chainFile));
  const [leaf] = chain;
  const keyFile = join(directory, KEY_FILE);
  const key = keyOf(scope, keyFile, readText(scope, keyFile));
  if (!leaf.checkPrivateKey(key)) {
    throw new AppEngineError('CertificateKeyInvalid', `${keyFile} is not the key of ${chainFile}; copy both of one renewal`, scope);
  }
  for (const [index, { validFrom, validTo }] of chain.entries()) {
    if (now < new Date(validFrom) || now >= new Date(validTo)) {
      throw new AppEngineError(
        'CertificateOutOfDate',
        `certificate number ${String(index + 1)} of ${chainFile} holds from ${validFrom} to ${validTo}; renew it`,
        scope,
      );
    }
  }
  const missing = hosts.filter((host) => leaf.checkHost(host, { subject: 'never' }) === undefined);
  if (missing.length > 0) {
    throw new AppEngineError(
      'CertificateHostMissing',
      `${chainFile} is for ${leaf.subjectAltName ?? 'no host'}, and must be for ${missing.join(', ')} as well; one certificate is for all hosts of a tenant`,
      scope,
    );
  }
}

function readText(scope: IConstruct, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new AppEngineError(
      'CertificateFileMissing',
      `${file} cannot be read (${code}); Certificates.files(directory) needs ${CHAIN_FILE} and ${KEY_FILE}, as certbot leaves them in /etc/letsencrypt/live/<name>`,
      scope,
    );
  }
}

/** Each certificate is issued by the next one. */
function chainOf(scope: IConstruct, file: string, text: string): readonly [X509Certificate, ...X509Certificate[]] {
  const refuse = (problem: string): AppEngineError =>
    new AppEngineError(
      'CertificateInvalid',
      `${file} ${problem}; it must be PEM of the host's certificate first, then of its issuer, and so on, without a key`,
      scope,
    );
  if (text.includes('PRIVATE KEY')) throw refuse('has a private key');
  const [leaf, ...issuers] = (text.match(CERTIFICATE) ?? []).map((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      throw refuse('has a certificate that cannot be read');
    }
  });
  if (leaf === undefined) throw refuse('has no certificate');
  if (leaf.ca && issuers.length > 0) throw refuse('begins with the certificate of an authority');
  issuers.forEach((issuer, index) => {
    const issued = index === 0 ? leaf : issuers[index - 1];
    if (issued === undefined || !issued.checkIssued(issuer) || !issued.verify(issuer.publicKey)) {
      throw refuse(`has certificates of which number ${String(index + 1)} is not issued by the next one`);
    }
  });
  return [leaf, ...issuers];
}

function keyOf(scope: IConstruct, file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    // The error of the parser may quote what it read.
    throw new AppEngineError(
      'CertificateKeyInvalid',
      `${file} must be a private key in PEM, without a passphrase; take it off with \`openssl pkey\``,
      scope,
    );
  }
}
