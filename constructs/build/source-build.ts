import type { IConstruct } from 'constructs';
import { renderBuildArguments } from '../image/build-arguments';
import { BuildContext } from '../image/build-context';
import type { BuildNetwork } from '../image/build-network';
import { identityOf, renderBuildOptions } from '../image/build-options';
import type { BuildSecret } from '../image/build-secret';
import { directoryBuild } from '../image/directory-build';
import { IgnoreRules } from '../image/ignore-rules';
import type { ImageBuild } from '../image/image-build';
import { Owner } from '../owner/owner';
import { PackageSettings } from '../image/package-settings';
import { Runtime } from './runtime';
import { baseImages } from './runtime-images';
import { SourceDirectory } from './plan/source-directory';

/** How the sources of an application become an image. */
export interface SourceImageProps {
  /** @default Runtime.detect(directory) */
  readonly runtime?: Runtime;
  /** Repository part of the image's name. @default the directory's last part */
  readonly repository?: string;
  /**
   * Name of its releases, in a tenant: once `npx appengine release build <tenant>/<name>` has written `releases/<tenant>/<name>.json`, that file decides which image
   * runs, and the sources do not. @default it is built at each deploy
   */
  readonly release?: string;
  /** Variables of the step that builds, such as `VITE_API_URL`. They are no secrets: the image, its history and the state have them. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Files for the steps that install and build, at `/run/secrets/<id>`. @default none */
  readonly secrets?: readonly BuildSecret[];
  /** Settings of package managers, such as a private registry. @default PackageSettings.ofMachine() */
  readonly packageSettings?: PackageSettings;
  /** @default BuildNetwork.default() */
  readonly network?: BuildNetwork;
}

/** Files that are no part of an image unless the `.dockerignore` of the sources brings them back, such as by `!.env`. */
export const USUALLY_IGNORED: readonly string[] = [
  ...['.git', '.gitignore', '.gitattributes', '.github', '.gitlab-ci.yml', '.idea', '.vscode', '**/.DS_Store'],
  ...['.dockerignore', 'Dockerfile', 'Dockerfile.dockerignore', 'compose.yaml', 'docker-compose.yml'],
  // Made by tools on the machine, for that machine.
  ...['**/node_modules', '**/__pycache__', '**/*.pyc', '.venv', 'venv', '.next', '.nuxt', '.output', '.pytest_cache', '.mypy_cache'],
  ...['coverage', 'cdktf.out', '.appengine', '**/*.log'],
  // Settings and keys of people.
  ...['**/.env', '**/.env.*', '!**/.env.example', '**/*.pem', '**/*.key', '.aws', '.ssh', '.netrc'],
];

/** By a Dockerfile of ours, or by that of the sources where the runtime says so. */
export function sourceBuild(scope: IConstruct, directory: string, props: SourceImageProps): ImageBuild {
  const { runtime = Runtime.detect(directory).runtime, packageSettings = PackageSettings.ofMachine(), secrets = [] } = props;
  const plan = runtime.plan(new SourceDirectory(directory));
  if (plan === undefined) return directoryBuild(scope, directory, props);
  const rules = IgnoreRules.of(scope, directory, [...USUALLY_IGNORED, ...(plan.ignored ?? [])]);
  const bases = baseImages(scope, plan.bases);
  const buildArgs = renderBuildArguments(scope, bases, props.buildArgs ?? {});
  const text = plan.dockerfile({
    cacheScope: Owner.of(scope).prefix,
    buildArgs: Object.keys(props.buildArgs ?? {}).sort(),
    secrets: secrets.map(({ id }) => id).sort(),
  });
  const own = renderBuildOptions(scope, props);
  const options = renderBuildOptions(scope, { ...props, secrets: [...packageSettings.secrets(plan.settings), ...secrets] });
  return {
    // The settings of the machine are no part of it: the same sources have one tag everywhere.
    identity: { files: BuildContext.ofSource(scope, directory, rules).hash(), text, buildArgs, ...identityOf(own) },
    bases: Object.values(bases),
    buildArgs,
    options,
    dockerfile: { suffix: '.Dockerfile', text, ignored: `${rules.patterns.join('\n')}\n` },
    isEngine: false,
  };
}
