import type { PipelineNeeds } from './needs';

/** Options of a pipeline. */
export interface PipelineProps {
  readonly needs: PipelineNeeds;
  /** Directory of the project in its repository, such as `platform/apps`; empty for its root. */
  readonly directory: string;
  /** Branch that is deployed. */
  readonly branch: string;
  /** Name of the installation, where it is not the default one. */
  readonly instance?: string;
  /** True if the branch is deployed. */
  readonly deploys: boolean;
  /** True if a change has a preview as long as it is open. */
  readonly previews: boolean;
}

/** A pipeline as a file of a repository. */
export interface Pipeline {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Value of secrets where nothing is deployed: a synth tells one value from another, and needs none in particular. */
export const PLACEHOLDER = 'not-needed-here';

/** Names of all that a deploy is given as secrets of the pipeline. */
export function secretsOf({ credentials, variables, files }: PipelineNeeds): readonly string[] {
  return [...credentials, ...variables, ...files.map(({ variable }) => variable)];
}

/** Path of a file of the project, from the root of its repository. */
export function inDirectory({ directory }: PipelineProps, file: string): string {
  return directory === '' ? file : `${directory}/${file}`;
}

/** A word of a shell, with nothing in it that the shell reads. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Lines that write the files of secrets with a value that is of no matter. */
export function writePlaceholders({ files }: PipelineNeeds): readonly string[] {
  return files.flatMap(({ path }) => [`mkdir -p "$(dirname ${quoted(path)})"`, `echo ${PLACEHOLDER} > ${quoted(path)}`]);
}

/** Lines that write the files of secrets from variables, for their user alone. */
export function writeSecrets({ files }: PipelineNeeds): readonly string[] {
  return files.flatMap(({ path, variable }) => [
    `mkdir -p "$(dirname ${quoted(path)})"`,
    `(umask 077 && printf '%s' "$${variable}" > ${quoted(path)})`,
  ]);
}

/** Lines that compare with another revision, and leave a comment in `comment.md`. @param revision a word of the shell */
export function comparePlans({ needs, directory }: PipelineProps, revision: string): readonly string[] {
  const base = directory === '' ? '"$base"' : `"$base"/${quoted(directory)}`;
  const synth = [`cd ${base}`, ...writePlaceholders(needs), 'npm ci', 'npx cdktf synth'];
  return [
    'base="$(mktemp -d)"',
    `git worktree add --detach "$base" ${revision}`,
    `(${synth.join(' && ')})`,
    `npx appengine plan --against ${base}/cdktf.out --markdown > comment.md`,
  ];
}

/** Lines of a file, each further in. */
export function indented(spaces: number, lines: readonly string[]): string {
  return lines.map((line) => `${' '.repeat(spaces)}${line}\n`).join('');
}
