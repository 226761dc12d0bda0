import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openssl } from '../../fixture/certificate';
import type { Scenario, TenantScenario } from '../fixture/scenario';
import { Project } from '../harness/project';

/** Served with TLS alone: it is not below localhost. */
export const PUBLIC_HOST = 'shop.acme.example';
/** Short, so that a test can wait for its end. */
export const DRAIN_SECONDS = 8;

/** What the themes work with, once it is there. */
interface Parts {
  readonly project: Project;
  readonly authority: string;
  readonly passwordHash: string;
}

/** One deployment for all themes: `acme` with a shop and every kind of route, and its neighbour `globex`. */
export class TrafficPlatform {
  private readonly scratch = mkdtempSync(join(tmpdir(), 'appengine-traffic-'));
  private parts: Parts | undefined;

  async prepare(): Promise<void> {
    const newKey = (name: string): readonly string[] => ['-newkey', 'ed25519', '-nodes', '-keyout', name, '-subj'];
    this.openssl('req', '-x509', ...newKey('ca.key'), '/CN=Clients', '-out', 'ca.pem', '-days', '2');
    this.openssl('req', ...newKey('client.key'), '/CN=ana', '-out', 'client.csr');
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    this.openssl('x509', '-req', '-in', 'client.csr', ...by, '-out', 'client.pem');
    const passwordHash = this.openssl('passwd', '-6', 'open sesame').trim();
    const project = await Project.fixture('livetraffic');
    this.parts = { project, authority: '', passwordHash };
    await project.deploy(this.scenario());
    this.parts = { project, authority: (await project.appengine('authority')).stdout, passwordHash };
  }

  /** Deploys it once more. @param change of `acme` */
  async redeploy(change: TenantScenario): Promise<void> {
    await this.project.deploy(this.scenario(change));
  }

  async remove(): Promise<void> {
    rmSync(this.scratch, { recursive: true, force: true });
    await this.parts?.project.remove();
  }

  get project(): Project {
    return this.prepared.project;
  }

  /** Whom to trust, in PEM. */
  get authority(): string {
    return this.prepared.authority;
  }

  /** Certificate and key of a client that the tenant's authority of clients vouches for. */
  get client(): { readonly key: Buffer; readonly cert: Buffer } {
    return { key: readFileSync(join(this.scratch, 'client.key')), cert: readFileSync(join(this.scratch, 'client.pem')) };
  }

  private get prepared(): Parts {
    if (this.parts === undefined) throw new Error('the platform is not prepared');
    return this.parts;
  }

  private scenario(change: TenantScenario = {}): Scenario {
    const clientAuthority = readFileSync(join(this.scratch, 'ca.pem'), 'utf8');
    const everyRoute = { passwordHash: this.prepared.passwordHash, clientAuthority };
    return { tenants: { acme: { aliases: [PUBLIC_HOST], everyRoute, drain: DRAIN_SECONDS, ...change }, globex: { replicas: 1 } } };
  }

  private openssl(...args: readonly string[]): string {
    return openssl(this.scratch, ...args);
  }
}
