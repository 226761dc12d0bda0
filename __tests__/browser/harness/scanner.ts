import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '../../../cli/bootstrap/debian';
import { run, runToSuccess } from '../../../operations/process/run';
import { Workspace } from '../../../operations/workspace';
import { packageRoot } from '../../../constructs/package-root';

const VERSION = '6.3.1';

/** Everything that it can look for, but the headers of HTTP: a browser sees those. */
const CHECKS = [
  ...['sslv2', 'sslv3', 'tlsv1', 'tlsv1_1', 'tlsv1_2', 'tlsv1_3', 'certinfo', 'early_data', 'resum', 'fallback', 'ems', 'elliptic_curves'],
  ...['compression', 'reneg', 'heartbleed', 'robot', 'openssl_ccs'],
].map((check) => `--${check}`);

/** Everything that was found out about one host, by check. */
export interface Scan {
  readonly host: string;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly result: unknown }>>;
}

/** What the scanner says about hosts on a port of 127.0.0.1. */
export interface Report {
  readonly scans: readonly Scan[];
  /** Whether all of them comply with the level of Mozilla's that was asked for; the text says with what they do not. */
  readonly complies: boolean;
  readonly text: string;
}

/** SSLyze in a Python environment of its own, made once a machine. */
export class Scanner {
  static async install(): Promise<Scanner> {
    const directory = join(Workspace.find(packageRoot(), process.env).cacheDirectory, `sslyze-${VERSION}`);
    const program = join(directory, 'bin', 'sslyze');
    if (!existsSync(program)) {
      const say = (line: string): boolean => process.stdout.write(`    ${line}\n`);
      // Debian's Python comes without what makes environments.
      if ((await run('python3', ['-c', 'import ensurepip'])).exitCode !== 0) await installPackages(['no program'], ['python3-venv'], say);
      await runToSuccess('python3', ['-m', 'venv', '--clear', directory]);
      await runToSuccess(join(directory, 'bin', 'pip'), ['install', '--quiet', `sslyze==${VERSION}`]);
    }
    return new Scanner(program);
  }

  private constructor(private readonly program: string) {}

  /** @param level of Mozilla's server side TLS to judge by */
  async scan(hosts: readonly string[], port: number, authority: string, level: 'modern' | 'intermediate'): Promise<Report> {
    const scratch = mkdtempSync(join(tmpdir(), 'appengine-scan-'));
    try {
      const [ca, json] = [join(scratch, 'authority.pem'), join(scratch, 'report.json')];
      writeFileSync(ca, authority);
      const targets = hosts.map((host) => `${host}:${String(port)}{127.0.0.1}`);
      const { exitCode, stdout, stderr } = await run(this.program, [
        ...CHECKS,
        ...['--certinfo_ca_file', ca, '--mozilla_config', level, '--json_out', json],
        ...targets,
      ]);
      if (!existsSync(json)) throw new Error(`the scanner wrote no report:\n${stdout}\n${stderr}`);
      const report = JSON.parse(readFileSync(json, 'utf8')) as {
        readonly server_scan_results: readonly {
          readonly server_location: { readonly hostname: string };
          readonly scan_result: Scan['checks'];
        }[];
      };
      const scans = report.server_scan_results.map(({ server_location: { hostname: host }, scan_result: checks }) => ({ host, checks }));
      return { scans, complies: exitCode === 0, text: stdout };
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}
