import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToSuccess } from '../../operations/process/run';
import { Workspace } from '../../operations/workspace';
import { packageRoot } from '../../constructs/package-root';

const VERSION = '2.11.4';

/** Directory of an image with a static Caddy on the platform's base, compiled once and cached like the platform's own tools. */
export async function makeCaddyImage(report: (line: string) => void): Promise<string> {
  const directory = join(Workspace.find(packageRoot(), process.env).cacheDirectory, `bench-caddy-${VERSION}`);
  mkdirSync(directory, { recursive: true });
  if (!existsSync(join(directory, 'caddy'))) {
    report(`compiling Caddy ${VERSION}`);
    await runToSuccess('go', ['install', '-ldflags', '-s -w', `github.com/caddyserver/caddy/v2/cmd/caddy@v${VERSION}`], {
      environment: { ...process.env, GOBIN: directory, CGO_ENABLED: '0' },
    });
  }
  writeFileSync(join(directory, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\nCOPY caddy /usr/local/bin/caddy\n');
  return directory;
}
