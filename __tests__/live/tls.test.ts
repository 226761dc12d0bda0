import { setTimeout as sleep } from 'node:timers/promises';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { getByHttp2, getSecurely, handshake } from './harness/https';
import { startLoad } from './harness/load';
import { Project } from './harness/project';

const HOST = 'shop.acme.localhost';
const PUBLIC_HOST = 'shop.acme.example';
/** The gateway looks once a minute whether its certificate is another one. */
const RENEWAL_SECONDS = 90;

/** TLS from the client to the tenant's gateway, through a router that cannot read it. */
describeLive('tls', () => {
  let project: Project;
  let authority: string;

  beforeAll(async () => {
    project = await Project.fixture('livetls');
    await project.deploy({ tenants: { acme: { aliases: [PUBLIC_HOST] }, globex: { replicas: 1 } } });
    authority = (await project.appengine('authority')).stdout;
  });

  afterAll(() => project.remove());

  async function serial(): Promise<string> {
    return (await getSecurely(project.tlsPort, HOST, authority, '/healthz')).certificate.serialNumber;
  }

  test('every host answers with a certificate of the authority, by HTTP/1.1 and HTTP/2', async () => {
    expect(authority).toMatch(/^-----BEGIN CERTIFICATE-----/);
    for (const host of [HOST, PUBLIC_HOST, 'shop.globex.localhost']) {
      const answer = await getSecurely(project.tlsPort, host, authority);
      expect({ host, status: answer.status }).toEqual({ host, status: 200 });
      expect(answer.certificate.subjectaltname).toContain(`DNS:${host}`);
      expect(await getByHttp2(project.tlsPort, host, authority)).toBe(200);
    }
    const { valid_to: end } = (await getSecurely(project.tlsPort, HOST, authority)).certificate;
    expect((Date.parse(end) - Date.now()) / 86_400_000).toBeCloseTo(90, 0);
  });

  test('400 clients who come at the same moment are all served', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => getSecurely(project.tlsPort, HOST, authority, '/healthz')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('browsers are told to stay with TLS, but not below localhost, where there is none on the other port', async () => {
    const { headers } = await getSecurely(project.tlsPort, PUBLIC_HOST, authority);
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    expect((await getSecurely(project.tlsPort, HOST, authority)).headers).not.toHaveProperty('strict-transport-security');
  });

  test('without TLS only names below localhost are served', async () => {
    expect((await get(project.port, HOST, '/healthz')).status).toBe(200);
    const { status, headers } = await get(project.port, PUBLIC_HOST, '/products?page=2');
    expect({ status, location: headers.location }).toEqual({
      status: 308,
      location: `https://${PUBLIC_HOST}:${String(project.tlsPort)}/products?page=2`,
    });
  });

  test('nothing weaker than TLS 1.2', async () => {
    const at = { port: project.tlsPort, servername: HOST, ca: authority };
    expect(await handshake({ ...at, minVersion: 'TLSv1.3' })).toBe('TLSv1.3');
    expect(await handshake({ ...at, maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake({ ...at, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).toMatch(/^E/);
    expect(await handshake({ ...at, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).toMatch(/^E/);
  });

  test('names that nobody serves, foreign names and no name at all never reach a tenant', async () => {
    const at = { port: project.tlsPort, rejectUnauthorized: false };
    for (const servername of ['nobody.localhost', 'shop.acme.localhost.evil.test', 'livetls-ingress', 'x'.repeat(250), '']) {
      expect({ servername, outcome: await handshake({ ...at, servername }) }).toMatchObject({ outcome: expect.stringMatching(/^E/) });
    }
    expect((await getSecurely(project.tlsPort, HOST, authority, '/', 'shop.globex.localhost')).status).toBe(421);
  });

  test('no key is in a state or an environment, the router has none, and a gateway does not see the one of the authority', async () => {
    expect(await project.state()).not.toMatch(/PRIVATE KEY/);
    for (const id of (await project.containers()).values()) {
      expect((await project.docker.getContainer(id).inspect()).Config.Env.join('\n')).not.toMatch(/PRIVATE KEY/);
    }
    const router = await project.only('router', 'router');
    const { stdout: files } = await project.exec(router, 'find', '/etc/router', '/tmp', '-type', 'f', '-size', '+0');
    // Or nobody looked.
    expect(files).toContain('/etc/router/nginx.conf');
    expect(files).not.toMatch(/\.(pem|key|crt)/);
    const issuer = await project.only('certificates', 'certificate-acme');
    expect((await project.exec(issuer, 'ls', '/authority')).exitCode).toBe(0);
    const gateway = await project.only('gateway', 'acme-gateway');
    expect((await project.exec(gateway, 'ls', '/authority')).stderr).toContain('No such file or directory');
  });

  test('redeploys, gateway swaps and a renewed certificate fail no request', async () => {
    const before = await serial();
    const load = startLoad(project.tlsPort, HOST, authority);
    for (const version of ['two', 'three', 'four']) {
      await project.deploy({ tenants: { acme: { version, aliases: [PUBLIC_HOST] }, globex: { replicas: 1 } } });
    }
    for (const alias of ['a', 'b']) {
      await project.deploy({
        tenants: { acme: { version: 'four', aliases: [PUBLIC_HOST, `${alias}.acme.localhost`] }, globex: { replicas: 1 } },
      });
    }
    const swapped = await serial();
    const issuer = await project.only('certificates', 'certificate-acme');
    // What the issuer finds when it starts is what it finds a month before the end.
    await project.exec(issuer, 'find', '/certificates', '-name', '*.pem', '-delete');
    await project.docker.getContainer(issuer).restart({ t: 3 });
    let renewed = swapped;
    for (let waited = 0; waited < RENEWAL_SECONDS && renewed === swapped; waited += 3) {
      await sleep(3000);
      renewed = await serial();
    }
    const result = await load.stop();
    process.stdout.write(`    over TLS: ${result.detail}\n`);
    expect(new Set([before, swapped, renewed]).size).toBe(3);
    expect(result.requests).toBeGreaterThan(2000);
    expect(result.detail).toContain(' 0 failed');
  });
});
