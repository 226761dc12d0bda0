import { AppEngineError } from '../../errors';
import type { DockerfileOptions } from './build-plan';
import { settingMounts, type SettingId } from '../../image/package-settings';

/** User of a container that the platform gives no uid of its own. */
const USER = '65532:65532';

/** Files that only programs of an operating system use. */
const FOR_PROGRAMS = [
  ...['/etc/apt', '/etc/cron*', '/etc/dpkg', '/etc/init.d', '/etc/logrotate.d'],
  ...['/usr/lib/apt', '/usr/lib/dpkg', '/usr/lib/*/perl*', '/usr/libexec', '/usr/share/perl*', '/usr/share/keyrings'],
  ...['/usr/share/bash-completion', '/usr/share/debconf', '/usr/share/debianutils', '/usr/share/dpkg', '/usr/share/menu'],
  ...['/var/cache', '/var/lib/apt', '/var/lib/dpkg/alternatives', '/var/lib/dpkg/info'],
];

/** Gives a computed uid a name, for programs that ask who they run as: after the last package, because some add users of their own. */
const NAMES_FOR_UIDS = `sed -i -E '/^(passwd|group):/s/$/ unknown/' /etc/nsswitch.conf`;

/** Files of every image belong to root: each user reads them, none gets another user's rights. */
export const READABLE_BY_ALL = 'chmod -R ug-s,u+rwX,go=rX .';

/** A `RUN` line: its mounts, then commands that all have to succeed. */
export function run(mounts: readonly string[], ...commands: readonly string[]): string {
  return `RUN ${[...mounts, commands.join(' \\\n && ')].join(' \\\n    ')}`;
}

/** A directory that a package manager keeps between builds. */
export function cache({ cacheScope }: DockerfileOptions, name: string, target: string): string {
  return `--mount=type=cache,id=${cacheScope}-${name},target=${target},sharing=locked`;
}

/** Mounts of a step that fetches packages: settings of the machine, and secrets of the caller. */
export function credentials({ secrets }: DockerfileOptions, settings: readonly SettingId[]): readonly string[] {
  return [...settingMounts(settings), ...secrets.map((id) => `--mount=type=secret,id=${id}`)];
}

/** A file with some text: builds have no files of ours. */
export function write(file: string, text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  return `RUN printf '%s\\n' \\\n${lines.map((line) => `    '${line.replaceAll("'", String.raw`'\''`)}' \\\n`).join('')}    > ${file}`;
}

/** Packages of Debian. @throws AppEngineError PackageNameInvalid */
export function install(packages: readonly string[]): string {
  const invalid = packages.find((name) => !/^[a-z0-9][a-z0-9+.-]+$/.test(name));
  if (invalid !== undefined) {
    throw new AppEngineError(
      'PackageNameInvalid',
      `Debian package ${JSON.stringify(invalid)} must have a name of a-z, 0-9, "+", "." and "-"; correct it, such as "libpq5"`,
    );
  }
  return run([], 'apt-get update', `apt-get install -y --no-install-recommends ${packages.join(' ')}`, 'rm -rf /var/lib/apt/lists/*');
}

/** `ARG` lines of the caller. */
export function declared({ buildArgs }: DockerfileOptions): readonly string[] {
  return buildArgs.map((name) => `ARG ${name}`);
}

/** A variable of the image. */
export function environment(variables: Readonly<Record<string, string>>): string {
  const all = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return `ENV ${all.join(' \\\n    ')}`;
}

/** `CMD` and its kind: no shell reads them. */
export function command(words: readonly string[]): string {
  return `CMD ${JSON.stringify(words).replaceAll('","', '", "')}`;
}

/** Labels, port and user, which every image has. */
export function ending(labels: Readonly<Record<string, string>>, words: readonly string[] | undefined, port = 8080): string {
  const all = Object.entries(labels).map(([name, value]) => `org.opencontainers.image.${name}=${quoted(value)}`);
  return [
    ...(all.length === 0 ? [] : [`LABEL ${all.join(' \\\n      ')}`]),
    `EXPOSE ${String(port)}`,
    `USER ${USER}`,
    ...(words === undefined ? [] : [command(words)]),
  ].join('\n');
}

/**
 * Stage `system`: an image without programs other than those named, and so without a shell and a package manager. The list of its packages stays: scanners
 * read it.
 * @param image such as `${NODE}`, or the name of a stage
 */
export function withoutPrograms(image: string, keep: readonly string[]): string {
  const kept = keep.map((name) => ` ! -name '${name}'`).join('');
  return [
    `FROM ${image} AS system`,
    'USER 0',
    run([], NAMES_FOR_UIDS, `rm -rf ${FOR_PROGRAMS.join(' ')}`, `find /usr/bin /usr/sbin -mindepth 1${kept} -delete`),
    '',
    'FROM scratch',
    'COPY --from=system / /',
  ].join('\n');
}

function quoted(value: string): string {
  return `"${value.replaceAll(/["\\$]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, ' ')}"`;
}
