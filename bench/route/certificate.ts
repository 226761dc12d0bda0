import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToSuccess } from '../../cli/process/run';
import { HOST } from './plan';

/** Certificate and key in PEM, of the kind that gateways have, for this run alone. */
export async function makeCertificate(): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'appengine-bench-'));
  try {
    const [key, certificate] = [join(scratch, 'key.pem'), join(scratch, 'certificate.pem')];
    await runToSuccess('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/', '-addext', `subjectAltName=DNS:${HOST}`, '-keyout', key, '-out', certificate],
    ]);
    return readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8');
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
