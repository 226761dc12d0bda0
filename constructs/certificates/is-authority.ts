import { X509Certificate } from 'node:crypto';

/** True for the certificate of an authority in PEM, and no key beside it. */
export function isAuthority(text: string): boolean {
  try {
    return new X509Certificate(text).ca && !text.includes('PRIVATE KEY');
  } catch {
    return false;
  }
}
