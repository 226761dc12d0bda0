import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Request, Response } from 'playwright-core';
import { packageRoot } from '../../constructs/package-root';
import { runCommand } from '../live/harness/command';
import { describeLive } from '../live/harness/describe-live';
import { Project } from '../live/harness/project';
import { ALIAS, ECHO, EXAMPLES, PUBLIC } from './fixture/hosts';
import { Chromium } from './harness/chromium';
import { Scanner } from './harness/scanner';

const HOSTS = [...EXAMPLES, ECHO, PUBLIC, ALIAS];
const UPLOAD_BYTES = 50 * 1024 ** 2;
/** All that have both forward secrecy and authenticated encryption, for a certificate with an elliptic curve; strongest first. */
const SUITES_1_2 = ['CHACHA20_POLY1305_SHA256', 'AES_256_GCM_SHA384', 'AES_128_GCM_SHA256'].map(
  (cipher) => `TLS_ECDHE_ECDSA_WITH_${cipher}`,
);
const SUITES_1_3 = ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];

const found = (result: unknown): unknown => ({ status: 'COMPLETED', result });
const suites = (names: readonly string[]): unknown =>
  found({ accepted_cipher_suites: names.map((name) => ({ cipher_suite: { name }, ephemeral_key: expect.anything() })) });

/** What a scanner says about a host that has no weakness it knows of. */
const FLAWLESS = {
  ssl_2_0_cipher_suites: suites([]),
  ssl_3_0_cipher_suites: suites([]),
  tls_1_0_cipher_suites: suites([]),
  tls_1_1_cipher_suites: suites([]),
  tls_1_2_cipher_suites: suites(SUITES_1_2),
  tls_1_3_cipher_suites: suites(SUITES_1_3),
  tls_1_3_early_data: found({ supports_early_data: false }),
  tls_compression: found({ supports_compression: false }),
  tls_fallback_scsv: found({ supports_fallback_scsv: true }),
  tls_extended_master_secret: found({ supports_ems_extension: true }),
  session_renegotiation: found({ supports_secure_renegotiation: true, is_vulnerable_to_client_renegotiation_dos: false }),
  heartbleed: found({ is_vulnerable_to_heartbleed: false }),
  openssl_ccs_injection: found({ is_vulnerable_to_ccs_injection: false }),
  robot: found({ robot_result: 'NOT_VULNERABLE_RSA_NOT_SUPPORTED' }),
  // A ticket's key would have to be changed often: there are none, and a session that its server remembers needs none.
  session_resumption: found({ tls_ticket_resumption_result: 'NOT_SUPPORTED' }),
  certificate_info: found({
    certificate_deployments: [
      {
        received_chain_has_valid_order: true,
        received_chain_contains_anchor_certificate: false,
        verified_chain_has_sha1_signature: false,
        path_validation_results: expect.arrayContaining([
          expect.objectContaining({ trust_store: expect.objectContaining({ name: 'Supplied CA file' }), was_validation_successful: true }),
        ]),
      },
    ],
  }),
};

/** What a browser, curl and a scanner see who were told of the installation's authority, and of nothing else. */
describeLive('clients', () => {
  let project: Project;
  let authority: string;
  let chromium: Chromium;

  beforeAll(async () => {
    project = await Project.fixture('browser', {}, 'browser');
    symlinkSync(join(packageRoot(), 'apps'), join(project.directory, 'apps'));
    const { exitCode, stdout, stderr } = await project.appengine('up');
    if (exitCode !== 0) throw new Error(`up failed:\n${stdout}\n${stderr}`);
    authority = (await project.appengine('authority')).stdout;
    chromium = await Chromium.start({ authority, names: publicNames() });
    process.stdout.write(`    Chromium ${chromium.version}\n`);
  });

  afterAll(async () => {
    await chromium.stop();
    await project.remove();
  });

  /** As DNS would have it: the standard ports, and the one that the router names in its redirects. */
  function publicNames(): readonly string[] {
    const [plain, tls] = [String(project.port), String(project.tlsPort)];
    return [`MAP *.example:80 127.0.0.1:${plain}`, ...['443', tls].map((port) => `MAP *.example:${port} 127.0.0.1:${tls}`)];
  }

  const secure = (host: string, path = '/'): string => `https://${host}:${String(project.tlsPort)}${path}`;

  async function open(page: Page, url: string): Promise<Response> {
    const response = await page.goto(url);
    if (response === null) throw new Error(`no answer from ${url}`);
    return response;
  }

  /** Calls a function that every page has. */
  async function inPage<Result>(page: Page, name: string, ...args: readonly (string | number | readonly string[])[]): Promise<Result> {
    return page.evaluate<Result>(`${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  }

  test('who does not know the authority is shown nothing', async () => {
    const stranger = await Chromium.start({ names: publicNames() });
    try {
      for (const host of [EXAMPLES[0], PUBLIC])
        await stranger.visit((page) => expect(page.goto(secure(host))).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID'));
    } finally {
      await stranger.stop();
    }
  });

  test.each([...EXAMPLES, ECHO, PUBLIC])('%s: TLS 1.3, HTTP/2, and not a word on the console', (host) =>
    chromium.visit(async (page) => {
      const complaints: string[] = [];
      const requested: string[] = [];
      page.on('console', (message) => {
        const { url } = message.location();
        // It looks for an icon even where there is no page, as of an API.
        if (message.type() !== 'log' && !url.endsWith('/favicon.ico')) complaints.push(`${message.text()} (${url})`);
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText ?? ''}`));
      page.on('request', (request) => requested.push(request.url()));
      const response = await open(page, secure(host));
      await page.waitForLoadState('networkidle');
      expect(response.status()).toBe(200);
      expect(await response.securityDetails()).toMatchObject({ protocol: 'TLS 1.3', issuer: expect.stringContaining('AppEngine') });
      expect(await inPage(page, 'pageProtocol')).toBe('h2');
      expect(complaints).toEqual([]);
      expect(requested.filter((url) => !url.startsWith('https://'))).toEqual([]);
    }),
  );

  test('a visitor who types a name without https ends at the canonical host, path and all', () =>
    chromium.visit(async (page) => {
      const response = await open(page, `http://${ALIAS}/deep?page=2`);
      const hops: string[] = [];
      for (let request: Request | null = response.request(); request !== null; request = request.redirectedFrom())
        hops.unshift(`${String((await request.response())?.status())} ${request.url()}`);
      expect(hops).toEqual([
        `308 http://${ALIAS}/deep?page=2`,
        `308 https://${ALIAS}:${String(project.tlsPort)}/deep?page=2`,
        `200 https://${PUBLIC}/deep?page=2`,
      ]);
    }));

  test('who has been here once asks for TLS at once', () =>
    chromium.visit(async (page) => {
      await open(page, `https://${PUBLIC}/`);
      const response = await open(page, `http://${PUBLIC}/again`);
      const insecure = await response.request().redirectedFrom()?.response();
      expect(insecure?.headers()).toMatchObject({ 'non-authoritative-reason': 'HSTS' });
      expect(response.url()).toBe(`https://${PUBLIC}/again`);
    }));

  test('the browser sees the security headers, and obeys them', () =>
    chromium.visit(async (page) => {
      expect((await open(page, `https://${PUBLIC}/`)).headers()).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'strict-origin-when-cross-origin',
      });
      expect(await inPage(page, 'frame', `https://${PUBLIC}/framed`)).toBe(true);
      await open(page, secure(ECHO));
      expect(await inPage(page, 'frame', `https://${PUBLIC}/framed`)).toBe(false);
    }));

  test('a WebSocket carries messages both ways and closes in good order', () =>
    chromium.visit(async (page) => {
      await open(page, secure(ECHO));
      const messages = ['over', 'ünd öut', 'x'.repeat(125)];
      expect(await inPage(page, 'talk', `wss://${ECHO}:${String(project.tlsPort)}/socket`, messages)).toEqual({
        answers: messages,
        code: 1000,
        wasClean: true,
      });
    }));

  test('the events of a stream arrive one by one', () =>
    chromium.visit(async (page) => {
      await open(page, secure(ECHO));
      const events = await inPage<readonly { readonly data: string; readonly at: number }[]>(page, 'listen', '/events', 3);
      expect(events.map(({ data }) => data)).toEqual(['1', '2', '3']);
      // Sent half a second apart: held back, they would come at once.
      expect((events[2]?.at ?? 0) - (events[0]?.at ?? 0)).toBeGreaterThan(100);
    }));

  test('50 MiB arrive as they were sent', () =>
    chromium.visit(async (page) => {
      await open(page, secure(ECHO));
      const { sent, ...answer } = await inPage<Record<'sent' | 'sha256', string>>(page, 'upload', '/upload', UPLOAD_BYTES);
      expect(answer).toEqual({ status: 200, bytes: UPLOAD_BYTES, sha256: sent });
    }));

  describe('curl', () => {
    let scratch: string;

    beforeAll(() => {
      scratch = mkdtempSync(join(tmpdir(), 'appengine-curl-'));
      writeFileSync(join(scratch, 'authority.pem'), authority);
    });

    afterAll(() => {
      rmSync(scratch, { recursive: true, force: true });
    });

    /** Asks with what curl does by itself, and tells what became of it. */
    async function curl(...args: readonly string[]): Promise<string> {
      const names = [
        `443:${String(project.tlsPort)}`,
        `80:${String(project.port)}`,
        `${String(project.tlsPort)}:${String(project.tlsPort)}`,
      ]
        .map((ports) => ports.split(':'))
        .flatMap(([from = '', to = '']) => [PUBLIC, ALIAS].flatMap((host) => ['--connect-to', `${host}:${from}:127.0.0.1:${to}`]));
      const told = '%{http_code} HTTP/%{http_version} verify=%{ssl_verify_result} redirects=%{num_redirects} %{url_effective}';
      const always = ['--silent', '--show-error', '--cacert', 'authority.pem', '--output', '/dev/null', '--write-out', told];
      const { exitCode, stdout, stderr } = await runCommand('curl', [...always, ...names, ...args], { cwd: scratch });
      return exitCode === 0 ? stdout : `${String(exitCode)} ${stderr}`;
    }

    test('every host, by HTTP/2 and by HTTP/1.1', async () => {
      for (const url of [...EXAMPLES, ECHO].map((host) => secure(host))) {
        expect(await curl(url)).toBe(`200 HTTP/2 verify=0 redirects=0 ${url}`);
        expect(await curl('--http1.1', url)).toBe(`200 HTTP/1.1 verify=0 redirects=0 ${url}`);
      }
    });

    test('redirects lead a POST with its body to the canonical host', async () => {
      expect(await curl('--location', '--data', 'a=b', `http://${ALIAS}/deep`)).toBe(
        `200 HTTP/2 verify=0 redirects=2 https://${PUBLIC}/deep`,
      );
    });

    test('without the authority there is no connection', async () => {
      expect(await curl('--cacert', '/etc/ssl/certs/ca-certificates.crt', secure(ECHO))).toMatch(/^60 /);
    });
  });

  test('a scanner finds nothing weaker than TLS 1.2 with forward secrecy and authenticated encryption, and nothing to warn of', async () => {
    const scanner = await Scanner.install();
    const began = Date.now();
    const report = await scanner.scan(HOSTS, project.tlsPort, authority, 'intermediate');
    process.stdout.write(`    ${String(report.scans.length)} hosts scanned in ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
    expect(report).toMatchObject({ complies: true });
    expect(report.scans.map(({ host }) => host).sort()).toEqual([...HOSTS].sort());
    for (const { host, checks } of report.scans) expect({ host, checks }).toMatchObject({ host, checks: FLAWLESS });
  });
});
