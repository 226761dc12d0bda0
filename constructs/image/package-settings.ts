import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BuildSecret } from './build-secret';

/** A file in which a program of a build looks for a registry, its password or an authority. */
interface SettingFile {
  /** In the build. */
  readonly target: string;
  /** Variable of the machine that names it. */
  readonly variable?: string;
  /** Paths on the machine otherwise, `~` for the home of the user. The first that is there counts. */
  readonly paths: readonly string[];
}

/** Largest secret that BuildKit takes. */
const LARGEST = 500 * 1024;

/** By the id that steps ask for. */
const FILES = {
  ca: {
    target: '/etc/ssl/certs/ca-certificates.crt',
    variable: 'SSL_CERT_FILE',
    paths: ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'],
  },
  netrc: { target: '/root/.netrc', variable: 'NETRC', paths: ['~/.netrc'] },
  npmrc: { target: '/root/.npmrc', variable: 'NPM_CONFIG_USERCONFIG', paths: ['~/.npmrc'] },
  yarnrc: { target: '/root/.yarnrc.yml', paths: ['~/.yarnrc.yml'] },
  pip: {
    target: '/root/.config/pip/pip.conf',
    variable: 'PIP_CONFIG_FILE',
    paths: ['~/.config/pip/pip.conf', '~/.pip/pip.conf', '~/Library/Application Support/pip/pip.conf', '/etc/pip.conf'],
  },
  uv: { target: '/root/.config/uv/uv.toml', variable: 'UV_CONFIG_FILE', paths: ['~/.config/uv/uv.toml'] },
  goenv: { target: '/root/.config/go/env', variable: 'GOENV', paths: ['~/.config/go/env', '~/Library/Application Support/go/env'] },
  maven: { target: '/root/.m2/settings.xml', paths: ['~/.m2/settings.xml'] },
  gradle: { target: '/root/.gradle/gradle.properties', paths: ['~/.gradle/gradle.properties'] },
  composer: { target: '/root/.config/composer/auth.json', paths: ['~/.config/composer/auth.json', '~/.composer/auth.json'] },
  bundle: { target: '/root/.bundle/config', variable: 'BUNDLE_USER_CONFIG', paths: ['~/.bundle/config'] },
} satisfies Readonly<Record<string, SettingFile>>;

/** Id of a file with settings. */
export type SettingId = keyof typeof FILES;

/** A file with settings that the machine has. @internal */
export interface MachineSetting {
  readonly id: SettingId;
  /** On the machine. */
  readonly path: string;
}

const SETTING_IDS = Object.keys(FILES) as readonly SettingId[];

/** `--mount` options of a step that fetches packages. A file that the machine does not have is not mounted. @internal */
export function settingMounts(ids: readonly SettingId[]): readonly string[] {
  return ids.map((id) => `--mount=type=secret,id=${id},target=${FILES[id].target}`);
}

/**
 * Settings of package managers, such as the address and the password of a private registry, as the machine that builds has them. They reach the steps that
 * fetch packages, and all steps of a Dockerfile that is not ours, as secrets: no image, history, state or tag has them.
 */
export class PackageSettings {
  /**
   * Files of the user who runs Terraform, where there are any: the authorities that the machine trusts, `.npmrc`, `.yarnrc.yml`, `pip.conf`, `uv.toml`,
   * `.netrc`, `go env`, Maven's `settings.xml`, `gradle.properties`, Composer's `auth.json` and Bundler's `config`.
   */
  static ofMachine(): PackageSettings {
    return new PackageSettings(true);
  }

  /** None: packages come from the public registries. */
  static none(): PackageSettings {
    return new PackageSettings(false);
  }

  private constructor(private readonly isUsed: boolean) {}

  /** Those that are there, for the steps of a Dockerfile of ours. @internal */
  secrets(ids: readonly SettingId[]): readonly BuildSecret[] {
    return this.files(ids).map(({ id, path }) => BuildSecret.fromFile(id, path));
  }

  /** Those that are there. @internal */
  files(ids: readonly SettingId[] = SETTING_IDS): readonly MachineSetting[] {
    if (!this.isUsed) return [];
    return ids.flatMap((id) => {
      const path = fileOf(FILES[id]);
      return path === undefined ? [] : [{ id, path }];
    });
  }
}

function fileOf({ variable, paths }: SettingFile): string | undefined {
  const named = variable === undefined ? undefined : process.env[variable];
  const candidates = named === undefined || named === '' ? paths : [named];
  return candidates.map((path) => path.replace(/^~/, homedir())).find((path) => isSmallFile(path) && isReadable(path));
}

function isSmallFile(path: string): boolean {
  const status = statSync(join(path), { throwIfNoEntry: false });
  return status?.isFile() === true && status.size <= LARGEST;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
