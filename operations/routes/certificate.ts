import { connect, type PeerCertificate } from 'node:tls';

/** The certificate that a client sees in the handshake for a host. */
export interface HostCertificate {
  /** `internal` for the installation's own authority, `self-signed`, else the name of the authority. */
  readonly issuer: string;
  readonly ends: Date;
}

/** Why a host has none. */
export interface NoCertificate {
  readonly reason: string;
}

const PATIENCE_MS = 5000;
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on the port of the router',
  ECONNRESET: 'the router knows no gateway for this host',
  EPROTO: 'the gateway refuses the host',
};

/**
 * Reads a host's certificate through the router.
 * @param port of 127.0.0.1
 */
export function readCertificate(port: number, host: string): Promise<HostCertificate | NoCertificate> {
  return new Promise((resolve) => {
    // When it ends is the question, not whether it is trusted: nothing else is said or read.
    const socket = connect({ host: '127.0.0.1', port, servername: host, rejectUnauthorized: false, timeout: PATIENCE_MS }, () => {
      resolve(described(socket.getPeerCertificate()));
      // A connection that just vanishes would be an error in the gateway's log.
      socket.end();
    });
    socket.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      resolve({ reason: REASONS[code] ?? message });
    });
    socket.once('timeout', () => {
      resolve({ reason: `no handshake within ${String(PATIENCE_MS / 1000)} s` });
      socket.destroy();
    });
  });
}

function described({ issuer, subject, valid_to: end }: PeerCertificate): HostCertificate {
  return { issuer: issuerName(issuer, subject), ends: new Date(end) };
}

function issuerName(issuer: PeerCertificate['issuer'], subject: PeerCertificate['subject']): string {
  if (JSON.stringify(issuer) === JSON.stringify(subject)) return 'self-signed';
  return issuer.O === 'AppEngine' ? 'internal' : first(issuer.O) || first(issuer.CN) || 'unknown';
}

/** A name may be there several times. */
function first(name: string | string[] | undefined): string {
  return (Array.isArray(name) ? name[0] : name) ?? '';
}
