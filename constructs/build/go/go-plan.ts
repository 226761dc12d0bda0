import { AppEngineError } from '../../errors';
import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, cache, credentials, declared, ending, environment, install, run } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';

/** Options of `Runtime.go`. */
export interface GoOptions {
  /** Package of the program, such as `./cmd/server`. @default the sources' own, or the only one in cmd */
  readonly package?: string;
  /** Arguments of the program. @default none */
  readonly arguments?: readonly string[];
  /** Files and directories that it reads when it runs. @default those of assets, migrations, public, static, templates and web that are there */
  readonly files?: readonly string[];
}

const FILES = ['assets', 'migrations', 'public', 'static', 'templates', 'web'];
const SETTINGS: readonly SettingId[] = ['ca', 'netrc', 'goenv'];

/** A program in Go: the image has nothing else. */
export class GoPlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[] = [];
  readonly bases: readonly BaseName[] = ['BASE'];
  readonly settings = SETTINGS;
  private readonly package: string;
  private readonly files: readonly string[];

  /** @throws AppEngineError SourceIncomplete, StartCommandUnknown */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: GoOptions,
  ) {
    if (!source.has('go.mod')) {
      throw new AppEngineError(
        'SourceIncomplete',
        `${JSON.stringify(source.path)} must have a go.mod; run \`go mod init\` and \`go mod tidy\` there, and commit both files`,
      );
    }
    this.package = checkedPackage(source, options.package ?? mainPackage(source));
    this.files = options.files ?? FILES.filter((name) => source.names().includes(name));
    const [, version] = /^go\s+(\S+)/m.exec(source.text('go.mod')) ?? [];
    this.found = ['Go', ...(version === undefined ? [] : [`go ${version} in go.mod`]), `package ${this.package}`];
  }

  dockerfile(given: DockerfileOptions): string {
    const caches = [cache(given, 'go-modules', '/root/go/pkg/mod'), cache(given, 'go-build', '/root/.cache/go-build')];
    const isVendored = this.source.has('vendor/modules.txt');
    return [
      'ARG BASE',
      '# Debian with Go, which fetches the version that go.mod asks for.',
      'FROM ${BASE} AS tools',
      install(['golang-go', 'git']),
      'ENV CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=auto',
      'WORKDIR /source',
      '',
      'FROM tools AS application',
      ...(isVendored
        ? []
        : [
            `COPY ${this.source.present('go.mod', 'go.sum').join(' ')} ./`,
            run([...caches, ...credentials(given, SETTINGS)], 'go mod download'),
          ]),
      'COPY . .',
      ...declared(given),
      run(
        [...caches, ...credentials(given, SETTINGS)],
        `go build -trimpath -tags=timetzdata -ldflags="-s -w" -o /out/server ${this.package}`,
        ...(this.files.length === 0 ? [] : [`cp -r ${this.files.join(' ')} /out/`]),
        'cd /out',
        READABLE_BY_ALL,
      ),
      '',
      '# The image.',
      'FROM scratch',
      environment({ PATH: '/app', PORT: '8080' }),
      'WORKDIR /app',
      'COPY --from=tools /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
      'COPY --from=application /out ./',
      ending({ title: this.source.name }, ['/app/server', ...(this.options.arguments ?? [])]),
      '',
    ].join('\n');
  }
}

function mainPackage(source: SourceDirectory): string | undefined {
  const isMain = (directory: string): boolean =>
    source
      .names(directory)
      .some((name) => name.endsWith('.go') && !name.endsWith('_test.go') && /^package main$/m.test(source.text(`${directory}/${name}`)));
  if (isMain('.')) return '.';
  const commands = source.names('cmd').filter((name) => isMain(`cmd/${name}`));
  return commands.length === 1 ? `./cmd/${commands[0] ?? ''}` : undefined;
}

function checkedPackage(source: SourceDirectory, name: string | undefined): string {
  if (name !== undefined && /^\.(\/[\w.-]+)*$/.test(name)) return name;
  const commands = source.names('cmd').map((command) => `./cmd/${command}`);
  throw new AppEngineError(
    'StartCommandUnknown',
    `the program of ${JSON.stringify(source.path)} must be one package below it: ${name === undefined ? `there is none in its directory, and ${commands.length === 0 ? 'no directory cmd' : `cmd has ${commands.join(', ')}`}` : `${JSON.stringify(name)} is no such path`}; set \`package\`, such as Runtime.go({ package: './cmd/server' })`,
  );
}
