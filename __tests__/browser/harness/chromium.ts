import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { installPackages } from '../../../cli/bootstrap/debian';
import { findProgram } from '../../../cli/process/find-program';
import { runToSuccess } from '../../../operations/process/run';

/** Functions that every page has. */
const IN_PAGE = join(__dirname, '..', 'fixture', 'in-page.js');

const ATTEMPTS = 10;

export interface ChromiumProps {
  /** Certificate of an authority to trust in addition to those that everybody trusts, in PEM. @default none */
  readonly authority?: string;
  /** Where names are that no DNS knows, as `MAP name:port address:port`. @default nowhere */
  readonly names?: readonly string[];
}

/** Debian's Chromium without a window, in a home of its own. Certificates are judged as for anybody. */
export class Chromium {
  static async start({ authority, names = [] }: ChromiumProps = {}): Promise<Chromium> {
    await installPackages(['chromium', 'certutil'], ['chromium', 'libnss3-tools'], (line) => process.stdout.write(`    ${line}\n`));
    const home = mkdtempSync(join(tmpdir(), 'appengine-browser-'));
    if (authority !== undefined) await trust(home, authority);
    const browser = await chromium.launch({
      executablePath: findProgram('chromium') ?? 'chromium',
      env: { ...process.env, HOME: home },
      args: names.length === 0 ? [] : [`--host-resolver-rules=${names.join(', ')}`],
    });
    return new Chromium(browser, home);
  }

  private constructor(
    private readonly browser: Browser,
    private readonly home: string,
  ) {}

  get version(): string {
    return this.browser.version();
  }

  /**
   * Shows pages to a visitor whom nobody has seen before. Chromium drops what it is doing when an interface of the machine comes or goes, as one does with
   * every container: then, and only then, all is done again.
   */
  async visit(body: (page: Page) => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const context = await this.browser.newContext();
      await context.addInitScript({ path: IN_PAGE });
      const page = await context.newPage();
      const errors: (string | undefined)[] = [];
      page.on('requestfailed', (request) => errors.push(request.failure()?.errorText));
      page.on('websocket', (socket) => socket.on('socketerror', (error) => errors.push(error)));
      try {
        await body(page);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || !errors.some((text) => text?.includes('ERR_NETWORK_CHANGED'))) throw error;
      } finally {
        await context.close();
      }
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Where Chromium on Linux looks for what its user trusts. */
async function trust(home: string, authority: string): Promise<void> {
  const directory = join(home, '.pki', 'nssdb');
  const certificate = join(home, 'authority.pem');
  mkdirSync(directory, { recursive: true });
  writeFileSync(certificate, authority);
  await runToSuccess('certutil', ['-N', '-d', `sql:${directory}`, '--empty-password']);
  await runToSuccess('certutil', ['-A', '-d', `sql:${directory}`, '-n', 'AppEngine', '-t', 'C,,', '-i', certificate]);
}
