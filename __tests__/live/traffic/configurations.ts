import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { routerConfig } from '../../../constructs/edge/router-config';
import { selfSigned } from '../../fixture/certificate';
import { CERTIFICATE, gatewayCases } from '../../fixture/gateway-cases';
import { GATEWAY_SETTINGS } from '../../fixture/tenant';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';

/** Exit code and words of a check. */
interface Verdict {
  readonly exitCode: number;
  readonly output: string;
}

/** What HAProxy and nginx themselves say about every configuration that can be made, each prop alone, in the images that will read it. */
export function configurations(platform: TrafficPlatform): void {
  describe('configurations', () => {
    let project: Project;

    beforeAll(() => {
      ({ project } = platform);
    });

    /** Runs a script in one of the platform's images, without a network, over files that it finds below `/tmp/cases`. */
    async function run(image: string, files: ReadonlyMap<string, string>, script: string): Promise<string> {
      const [tag] = (await project.docker.listImages())
        .flatMap(({ RepoTags }) => RepoTags ?? [])
        .filter((each) => each.startsWith(`appengine.invalid/${project.instance}/${image}:`));
      const container = await project.docker.createContainer({
        Image: tag ?? image,
        Entrypoint: ['sh', '-c', script],
        Tty: true,
        HostConfig: { NetworkMode: 'none' },
      });
      try {
        const archive = pack();
        for (const [name, content] of files) archive.entry({ name: `tmp/cases/${name}` }, content);
        archive.finalize();
        await container.putArchive(archive.pipe(new PassThrough()), { path: '/' });
        const output = await container.attach({ stream: true, stdout: true, stderr: true });
        await container.start();
        return (await text(output)).replaceAll('\r\n', '\n');
      } finally {
        await container.remove({ force: true });
      }
    }

    /** Of output such as `== name`, the check's words, `-- exit code`. */
    function verdicts(output: string): ReadonlyMap<string, Verdict> {
      const found = [...output.matchAll(/^== (.*)\n([^]*?)^-- (\d+)$/gm)];
      return new Map(found.map(([, name = '', words = '', exitCode]) => [name, { exitCode: Number(exitCode), output: words.trim() }]));
    }

    test('haproxy -c accepts what each prop says, without a warning', async () => {
      const cases = gatewayCases();
      const certificate = selfSigned('shop.acme.test');
      const files = new Map<string, string>();
      for (const [name, content] of [...cases].flatMap(([id, each]) => [...each].map(([file, body]) => [`${id}/${file}`, body] as const))) {
        const directory = `/tmp/cases/${name.slice(0, name.indexOf('/'))}`;
        files.set(name.replaceAll(' ', '_'), inside(content, directory.replaceAll(' ', '_')));
      }
      files.set('acme.pem', certificate);
      const output = await run(
        'gateway',
        files,
        // A redirect has no backends. No name has a space.
        `cd /tmp/cases; for case in */; do
         echo "== \${case%/}"; haproxy -c -f "$case"gateway.cfg $(test -d "$case"backends && echo "-f $case"backends) 2>&1; echo "-- $?"
       done`,
      );
      const found = verdicts(output);
      expect([...found.keys()].sort()).toEqual([...cases.keys()].map((name) => name.replaceAll(' ', '_')).sort());
      for (const [name, { exitCode, output: words }] of found) {
        expect({ name, exitCode, words: words.replaceAll(UNRESOLVED, '') }).toEqual({
          name,
          exitCode: 0,
          words: expect.stringMatching(VALID),
        });
      }
    });

    test('nginx -t accepts the configuration of the router on any port, without a warning', async () => {
      const files = new Map(
        [443, 8443].map((port) => [`${String(port)}.conf`, routerConfig(port, GATEWAY_SETTINGS.operations, GATEWAY_SETTINGS.scrapers)]),
      );
      const output = await run(
        'router',
        files,
        'cd /tmp/cases; for case in *; do echo "== $case"; nginx -e stderr -t -c "/tmp/cases/$case" 2>&1; echo "-- $?"; done',
      );
      const found = verdicts(output);
      expect([...found.keys()]).toEqual(['443.conf', '8443.conf']);
      for (const verdict of found.values()) {
        expect(verdict.exitCode).toBe(0);
        expect(verdict.output).not.toMatch(/\[(warn|error|emerg|alert|crit)\]/);
        expect(verdict.output).toMatch(/syntax is ok\n.*test is successful$/);
      }
    });
  });
}

/** Without a network no replica has an address. */
const UNRESOLVED = /^\[NOTICE\] .* could not resolve address .*\n?/gm;
const VALID = /^(Configuration file is valid)?$/;

/** The files of a gateway, read from a directory of their own. */
function inside(content: string, directory: string): string {
  return content.replaceAll('/etc/gateway', directory).replaceAll(CERTIFICATE, '/tmp/cases/acme.pem');
}
