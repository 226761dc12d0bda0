import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command';

/** Certificate and key of a host in one PEM, for configurations that only have to be read. */
export async function selfSigned(host: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'appengine-self-signed-'));
  try {
    const args = ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 'key.pem', '-out', 'certificate.pem', '-days', '2'];
    const { exitCode, stderr } = await runCommand('openssl', [...args, '-subj', `/CN=${host}`], { cwd: directory });
    if (exitCode !== 0) throw new Error(stderr);
    return ['certificate.pem', 'key.pem'].map((name) => readFileSync(join(directory, name), 'utf8')).join('');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
