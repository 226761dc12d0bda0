import { EMBEDDED_SOCKET } from '../../../constructs/host/docker-host';
import { runCommand } from '../harness/command';
import type { Project } from '../harness/project';
import type { Examples } from './examples';

interface Row {
  readonly rule: string;
  readonly status: string;
  readonly path: string;
  readonly attribute: string;
  readonly value: string;
}

/** The part of `appengine audit --format json` that is looked at. */
interface AuditDocument {
  readonly surfaces: readonly { readonly surface: string; readonly rows: readonly Row[] }[];
  readonly unreached: readonly object[];
}

const STACKS = ['platform', 'acme', 'globex'];

/** What is this project's own: the engine may have other instances, and what other tests left on it. */
function ownRows({ surfaces }: AuditDocument, surface: string): readonly Row[] {
  const rows = surfaces.find((candidate) => candidate.surface === surface)?.rows ?? [];
  return rows.filter(({ path }) => path === 'host' || STACKS.some((stack) => path === stack || path.startsWith(`${stack}/`)));
}

/** Rules that the host of an engine decides about: for one that is not the embedded engine, its owner answers. */
function isOfHost({ rule, path }: Row): boolean {
  return path === 'host' || rule === 'SDG-02.8';
}

function findings(document: AuditDocument, surface: string, isEmbedded: boolean): readonly string[] {
  return ownRows(document, surface)
    .filter((row) => (row.status === 'fail' || row.status === 'unknown') && (isEmbedded || !isOfHost(row)))
    .map(({ rule, status, path, attribute, value }) => `${rule} ${status} ${path} ${attribute} = ${value}`);
}

/** Guideline 17: what runs is what was declared, and whoever changes it by hand is noticed. */
export function audited(examples: Examples): void {
  describe('audit', () => {
    let project: Project;
    let isEmbedded: boolean;

    async function audit(...args: readonly string[]): Promise<{ readonly document: AuditDocument; readonly exitCode: number }> {
      const { stdout, stderr, exitCode, seconds } = await project.appengine('audit', '--format', 'json', ...args);
      process.stdout.write(`    audit ${args.join(' ')}: ${seconds.toFixed(1)} s\n`);
      if (exitCode === 1) throw new Error(stderr);
      return { document: JSON.parse(stdout) as AuditDocument, exitCode };
    }

    async function docker(...args: readonly string[]): Promise<void> {
      const { directory: cwd, environment } = project;
      const { exitCode, stderr } = await runCommand('docker', args, { cwd, environment });
      if (exitCode !== 0) throw new Error(stderr);
    }

    async function nameOf(labels: Readonly<Record<string, string>>): Promise<string> {
      const [name] = [...(await project.containers(labels)).keys()].sort();
      if (name === undefined) throw new Error(`no container with ${JSON.stringify(labels)}`);
      return name;
    }

    beforeAll(() => {
      ({ project } = examples);
      isEmbedded = project.environment.DOCKER_HOST === `unix://${EMBEDDED_SOCKET}`;
    });

    test('nothing fails, nothing is unknown, and every rule is on all three surfaces', async () => {
      const { document } = await audit();

      expect(document.unreached).toEqual([]);
      expect(document.surfaces.map(({ surface }) => surface)).toEqual(['synth', 'plan', 'live']);
      for (const { surface } of document.surfaces)
        expect({ surface, findings: findings(document, surface, isEmbedded) }).toEqual({ surface, findings: [] });
      const [synth = [], plan = [], live = []] = document.surfaces.map(({ rows }) => [...new Set(rows.map(({ rule }) => rule))].sort());
      expect(synth.length).toBeGreaterThanOrEqual(91);
      expect(plan).toEqual(synth);
      expect(live).toEqual(synth);
    });

    test('what somebody changes by hand is named by its rule', async () => {
      const shop = await nameOf({ tenant: 'acme', app: 'shop', slot: '1' });
      const worker = await nameOf({ tenant: 'acme', app: 'worker' });
      const foreign = `${project.instance}-foreign`;
      const [network = ''] = (await project.docker.listNetworks())
        .map(({ Name }) => Name)
        .filter((name) => name.startsWith(`${project.instance}-globex-`));
      const { Config: config } = await project.docker.getContainer(worker).inspect();
      try {
        await docker('update', '--memory', '512m', '--memory-swap', '512m', shop);
        await docker('network', 'connect', network, worker);
        await docker(
          'run',
          '--detach',
          '--name',
          foreign,
          '--privileged',
          '--userns',
          'host',
          '--network',
          'none',
          '--entrypoint',
          'sleep',
          config.Image,
          '120',
        );
        const { document, exitCode } = await audit('--surface', 'live');
        const rows = document.surfaces[0]?.rows ?? [];
        const failed = (path: string): readonly string[] =>
          rows.filter((row) => row.path === path && row.status === 'fail').map(({ rule, attribute }) => `${rule} ${attribute}`);

        expect(exitCode).toBe(2);
        expect(failed('acme/Shop/Replica1')).toEqual(['SDG-17.1 memory', 'SDG-17.1 memory_swap']);
        expect(failed('acme/Worker/Replica1')).toEqual(['SDG-15.3 networks_advanced.name', 'SDG-17.1 networks_advanced']);
        expect(failed(`engine/${foreign}`)).toEqual(expect.arrayContaining(['SDG-05.1 privileged', 'SDG-17.2 declared']));
      } finally {
        await docker('rm', '--force', foreign);
        await docker('network', 'disconnect', network, worker);
        await docker('update', '--memory', '256m', '--memory-swap', '256m', shop);
      }
    });

    test('--host looks at another engine, and says so if none answers', async () => {
      const host = project.environment.DOCKER_HOST ?? '';
      const { document, exitCode } = await audit('--surface', 'live', '--host', host, '--fail-on', 'never');
      expect(exitCode).toBe(0);
      expect(findings(document, 'live', isEmbedded)).toEqual([]);

      const missing = await project.appengine('audit', '--surface', 'live', '--host', 'unix:///nowhere/docker.sock');
      expect(missing.exitCode).toBe(1);
      expect(missing.stderr).toMatch(/EngineMissing: no engine answers at unix:\/\/\/nowhere\/docker\.sock \(.*\); start it/);
    });
  });
}
