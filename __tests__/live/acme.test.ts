import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type PeerCertificate } from 'node:tls';
import { TestAuthority } from '../fixture/certificate';
import type { Scenario } from './fixture/scenario';
import { AcmeServer } from './harness/acme-server';
import { runCommand } from './harness/command';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { getSecurely } from './harness/https';
import { startKept } from './harness/http1-load';
import { Project } from './harness/project';

const [SHOP, WWW, LATER] = ['shop.acme.test', 'www.acme.test', 'later.acme.test'];
const FILES_HOST = 'shop.globex.test';
/** Renewed when a third is left, which is after a deploy has had time enough. */
const VALIDITY_SECONDS = 90;
/** How long client and gateway wait before they look again. */
const POLL_SECONDS = 2;
const RETRY_AFTER_SECONDS = 7200;
const REQUESTS_PER_SECOND = 300;

/** Certificates from an ACME server, and from files. */
describeLive('acme', () => {
  let project: Project;
  let server: AcmeServer;
  let files: TestAuthority;
  let scratch: string;
  let root: string;

  const scenario = (hosts: readonly string[] = [SHOP, WWW]): Scenario => ({
    tenants: {
      acme: { replicas: 1, hosts, acme: { email: 'operations@example.com', directory: server.url, authority: server.authority } },
      globex: { replicas: 1, hosts: [FILES_HOST], certificateFiles: join(scratch, 'files') },
    },
    pollSeconds: POLL_SECONDS,
  });

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'appengine-acme-'));
    for (const name of ['server', 'files']) mkdirSync(join(scratch, name));
    // Containers of the engine are other users than this one.
    chmodSync(scratch, 0o755);
    project = await Project.fixture('certsacme');
    server = await AcmeServer.build(project, join(scratch, 'server'), VALIDITY_SECONDS);
    files = new TestAuthority(join(scratch, 'files'));
    files.issue({ hosts: [FILES_HOST] });
    await project.deploy(scenario());
  });

  afterAll(async () => {
    await server.remove(await project.only('router', 'router').catch(() => undefined));
    await project.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  async function log(): Promise<string> {
    const { directory: cwd, environment } = project;
    return (await runCommand('docker', ['logs', await project.only('certificates', 'acme-acme-client')], { cwd, environment })).stdout;
  }

  /** Waits for a line of the client. */
  async function logged(line: RegExp, seconds = 60): Promise<string> {
    for (let waited = 0; ; waited++) {
      const said = await log();
      if (line.test(said)) return said;
      if (waited === seconds) throw new Error(`not said within ${String(seconds)} s: ${String(line)}\n${said}`);
      await sleep(1000);
    }
  }

  async function restartClient(): Promise<void> {
    await project.docker.getContainer(await project.only('certificates', 'acme-acme-client')).restart({ t: 3 });
  }

  /** Asks until a client that trusts `authority` alone gets through, and then for the certificate. @returns seconds that it took */
  async function trusted(host: string, authority: string, seconds: number): Promise<number> {
    const began = Date.now();
    for (;;) {
      try {
        expect((await getSecurely(project.tlsPort, host, authority, '/healthz')).status).toBe(200);
        return (Date.now() - began) / 1000;
      } catch (error) {
        if ((Date.now() - began) / 1000 > seconds) throw error;
        await sleep(1000);
      }
    }
  }

  const serial = async (host: string, authority: string): Promise<string> =>
    (await getSecurely(project.tlsPort, host, authority, '/healthz')).certificate.serialNumber;

  test('while the server is away hosts answer with what stands in, and the client says when it tries again', async () => {
    const said = await logged(/attempt 1; the next one is in 2 s/);
    process.stdout.write(said.replaceAll(/^/gm, '    '));

    expect(said).toMatch(/no certificate for shop\.acme\.test www\.acme\.test from https:\/\/acme\.test:14000\/dir, attempt 1/);
    expect(said).toMatch(/ERROR: Problem connecting to server/);
    expect((await certificateOf(project.tlsPort, SHOP)).subject).toMatchObject({ CN: 'stands in until a certificate is issued' });
    expect((await get(project.port, SHOP, '/.well-known/acme-challenge/abc')).body).toMatch(/^abc\.[A-Za-z0-9_-]{43}$/);
    for (const path of ['/', '/.well-known/acme-challenge', '/.well-known/acme-challenge/../../healthz']) {
      expect({ path, status: (await get(project.port, SHOP, path)).status }).toEqual({ path, status: 308 });
    }
    for (const path of [
      '/.well-known/acme-challenge/',
      '/.well-known/acme-challenge/a/b',
      '/.well-known/acme-challenge/a%0d',
      '//.well-known/acme-challenge/a',
    ]) {
      expect({ path, status: (await get(project.port, SHOP, path)).status }).toEqual({ path, status: 404 });
    }
    expect((await get(project.port, FILES_HOST, '/.well-known/acme-challenge/abc')).status).toBe(404);
  });

  test('when the server is back the client has a certificate for all hosts by itself, and the gateway takes it', async () => {
    root = await server.start('acme', await project.only('router', 'router'), [SHOP, WWW, LATER]);

    const seconds = await trusted(SHOP, root, 120);
    process.stdout.write(`    trusted ${String(Math.round(seconds))} s after the server was back\n`);
    const { certificate } = await getSecurely(project.tlsPort, WWW, root);
    expect(certificate.subjectaltname).toBe(`DNS:${SHOP}, DNS:${WWW}`);
  });

  test('a renewal fails no request', async () => {
    const before = await serial(SHOP, root);
    const { valid_to: end } = (await getSecurely(project.tlsPort, SHOP, root)).certificate;
    const due = Date.parse(end) - (VALIDITY_SECONDS / 3) * 1000;
    await sleep(Math.max(0, due - Date.now() - 5000));
    const load = startKept({ port: project.tlsPort, host: SHOP, authority: root }, REQUESTS_PER_SECOND);
    let renewed = before;
    for (let waited = 0; waited < 100 && renewed === before; waited += 2) {
      await sleep(2000);
      renewed = await serial(SHOP, root);
    }
    const result = await load.stop();
    process.stdout.write(`    renewed: ${result.detail}\n`);
    expect(renewed).not.toBe(before);
    expect(result.requests).toBeGreaterThan(1000);
    expect(result.detail).toContain(' 0 failed');
  });

  test('with another host the others stay trusted, and a server that was asked too often is left alone for as long as it says', async () => {
    const node = (await project.docker.listImages())
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .find((tag) => tag.includes('/certsacme/node:'));
    await server.stop();
    await server.refuse('acme', node ?? '', RETRY_AFTER_SECONDS);
    await project.deploy(scenario([SHOP, WWW, LATER]));

    const said = await logged(/attempt 1; the next one is in 7200 s/);
    process.stdout.write(said.replaceAll(/^/gm, '    '));
    expect(said).toMatch(/\(Status 429\)/);
    expect(said).toMatch(/urn:ietf:params:acme:error:rateLimited/);
    expect((await getSecurely(project.tlsPort, SHOP, root)).status).toBe(200);
  });

  test('a server that forgot the account gets to know it again, and issues within a minute', async () => {
    await server.stop();
    root = await server.start('acme', await project.only('router', 'router'), [SHOP, WWW, LATER]);
    await restartClient();

    const seconds = await trusted(LATER, root, 60);
    process.stdout.write(`    trusted ${String(Math.round(seconds))} s after the client was started\n`);
    expect((await getSecurely(project.tlsPort, SHOP, root)).status).toBe(200);
  });

  test('renewed files are taken by the next deploy, without a failed request and by the same gateway', async () => {
    const [before, gateway] = [await serial(FILES_HOST, files.certificate), await project.only('gateway', 'globex-gateway')];
    files.issue({ hosts: [FILES_HOST] });
    const load = startKept({ port: project.tlsPort, host: FILES_HOST, authority: files.certificate }, REQUESTS_PER_SECOND);
    await project.deploy(scenario([SHOP, WWW, LATER]));
    const after = await serial(FILES_HOST, files.certificate);
    const result = await load.stop();
    process.stdout.write(`    new files: ${result.detail}\n`);

    expect(after).not.toBe(before);
    expect(await project.only('gateway', 'globex-gateway')).toBe(gateway);
    expect(result.requests).toBeGreaterThan(1000);
    expect(result.detail).toContain(' 0 failed');
  });

  test('no key is in a state, a plan, an environment, an image or a log, and every plan is empty', async () => {
    for (const stack of ['platform', 'acme', 'globex']) {
      const plan = await project.plan(stack);
      expect({ stack, exitCode: plan.exitCode, output: plan.stdout }).toMatchObject({ exitCode: 0 });
      expect(plan.stdout).not.toContain('PRIVATE KEY');
    }
    expect(await project.state()).not.toContain('PRIVATE KEY');
    expect(await project.state()).toContain('privkey.pem');
    expect(await log()).not.toMatch(/PRIVATE KEY|acme-challenge\/[A-Za-z0-9_-]{10}/);
    for (const [name, id] of await project.containers()) {
      expect({ name, inspected: JSON.stringify(await project.docker.getContainer(id).inspect()) }).not.toMatchObject({
        inspected: expect.stringContaining('PRIVATE KEY'),
      });
    }
    const gateway = await project.only('gateway', 'acme-gateway');
    expect((await project.exec(gateway, 'cat', '/etc/certificates/account.key')).exitCode).not.toBe(0);
    expect((await project.exec(gateway, 'touch', '/etc/certificates/new')).exitCode).not.toBe(0);
  });

  test('the authority of the installation can be had although no tenant uses it', async () => {
    expect((await project.appengine('authority')).stdout).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });
});

/** Of a host that nobody trusts. */
function certificateOf(port: number, servername: string): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
