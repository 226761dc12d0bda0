import { get } from '../harness/http';
import { getByHttp2, getSecurely, handshake } from '../harness/https';
import type { Project } from '../harness/project';
import { PUBLIC_HOST, type TrafficPlatform } from './platform';

const HOST = 'shop.acme.localhost';

/** TLS from the client to the tenant's gateway, through a router that cannot read it. */
export function tls(platform: TrafficPlatform): void {
  describe('tls', () => {
    let project: Project;
    let authority: string;

    beforeAll(() => {
      ({ project, authority } = platform);
    });

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
      for (const servername of ['nobody.localhost', 'shop.acme.localhost.evil.test', `${project.instance}-ingress`, 'x'.repeat(250), '']) {
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
      // Its own key alone, and for its user alone: the one of the authority is where nothing runs.
      expect((await project.execBeside(issuer, 'ls', '/authority')).stderr).toContain('No such file or directory');
      const names = (await project.execBeside(issuer, 'ls', '/intermediate')).stdout.trim().split('\n');
      expect(names).toHaveLength(3);
      expect(names).toEqual(expect.arrayContaining(['ca.pem', 'request.pem', expect.stringMatching(/^[0-9a-f]{40}\.key$/)]));
      const [authorityContainer] = await project.docker.listContainers({
        all: true,
        filters: { name: [`${project.instance}-certificate-authority-`] },
      });
      for (const [container, directory] of [
        [issuer, '/intermediate'],
        [authorityContainer?.Id ?? '', '/authority'],
      ] as const) {
        const found = await project.execBeside(container, 'find', directory, '-name', '*.key', '-printf', '%m\\n');
        expect({ directory, modes: found.stdout }).toEqual({ directory, modes: '400\n' });
      }
      for (const id of (await project.containers()).values()) {
        const { Mounts: mounts } = await project.docker.getContainer(id).inspect();
        expect(mounts.map(({ Name: volume }) => volume)).not.toContain(`${project.instance}-certificate-authority`);
      }
      // Whoever gets into it finds no shell beside the key.
      expect((await project.exec(issuer, 'sh', '-c', 'true')).exitCode).not.toBe(0);
      const gateway = await project.only('gateway', 'acme-gateway');
      expect((await project.exec(gateway, 'ls', '/authority')).stderr).toContain('No such file or directory');
    });
  });
}
