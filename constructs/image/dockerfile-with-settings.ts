import { readFileSync } from 'node:fs';
import { BuildSecret } from './build-secret';
import { DockerfileText, type DockerfileInstruction } from './dockerfile-text';
import type { MachineSetting, PackageSettings } from './package-settings';
import { SETTING_PLACES } from './setting-places';

/** A user's Dockerfile whose steps find settings of the machine. */
export interface DockerfileWithSettings {
  readonly text: string;
  /** Those that it mounts. */
  readonly secrets: readonly BuildSecret[];
}

const PREFIX = 'appengine-';
/** Docker's own frontend, also by the name of a mirror. */
const FRONTEND = /^(\S+\/)?docker\/dockerfile(-upstream)?(:[\w.-]+)?(@sha256:[0-9a-f]+)?$/;
/** Versions of it without `RUN --mount`. */
const WITHOUT_MOUNTS = /:1\.[01](\.\d+)?(@|$)/;

/**
 * A Dockerfile with settings of the machine in all of its `RUN` steps: mounts of their files, and variables that name them. Undefined where nothing is to be added, or
 * where another program than Docker's reads it.
 * @param text of the user's, which stays as it is but for that
 */
export function dockerfileWithSettings(text: string, settings: PackageSettings): DockerfileWithSettings | undefined {
  const dockerfile = new DockerfileText(text);
  const steps = dockerfile.instructions.filter(({ keyword }) => keyword === 'RUN');
  const given = steps.length === 0 || !isKnown(dockerfile) ? [] : settings.files().filter((setting) => isFor(text, setting));
  if (given.length === 0) return undefined;
  const variables = given.flatMap(({ id }) => variablesOf(text, id));
  const insertions = [
    ...steps.flatMap(({ afterKeyword }) => (afterKeyword === undefined ? [] : [{ at: afterKeyword, text: mountsOf(given) }])),
    ...(variables.length === 0
      ? []
      : firstSteps(dockerfile.instructions).map(({ start }) => ({ at: start, text: `ARG ${variables.join(' ')}\n` }))),
  ];
  return { text: inserted(text, insertions), secrets: given.map(({ id, path }) => BuildSecret.fromFile(`${PREFIX}${id}`, path)) };
}

/** A step as its Dockerfile has it, without what is added to it here. */
export function withoutSettings(step: string): string {
  return step.replaceAll(new RegExp(` --mount=type=secret,id=${PREFIX}\\S*`, 'g'), '');
}

/** BuildKit also looks behind `//`, for frontends of other languages. */
function isKnown({ directives, text }: DockerfileText): boolean {
  const syntax = directives.get('syntax') ?? /^(?:#!.*\n)?\/\/\s*syntax\s*=\s*(\S+)/.exec(text)?.[1];
  if (syntax === undefined) return true;
  const [frontend = ''] = syntax.split(' ');
  return FRONTEND.test(frontend) && !WITHOUT_MOUNTS.test(frontend);
}

/** One that the Dockerfile brings along is its own, and one that is about directories of the machine no other machine's. */
function isFor(text: string, { id, path }: MachineSetting): boolean {
  const { ownWays, machineOnly } = SETTING_PLACES[id];
  return ownWays?.test(text) !== true && machineOnly?.test(readFileSync(path, 'utf8')) !== true;
}

/** Those that the Dockerfile does not speak of. An `ENV` of an image that it builds on counts before them. */
function variablesOf(text: string, id: MachineSetting['id']): readonly string[] {
  const { targets, variables = [] } = SETTING_PLACES[id];
  return variables.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)).map((name) => `${name}=${targets[0] ?? ''}`);
}

function mountsOf(given: readonly MachineSetting[]): string {
  const mounts = given.flatMap(({ id }) =>
    // Read by any user of a step, but for files of root.
    SETTING_PLACES[id].targets.map(
      (target) => `type=secret,id=${PREFIX}${id},target=${target}${target.startsWith('/root/') ? '' : ',mode=0444'}`,
    ),
  );
  return mounts.map((mount) => ` --mount=${mount}`).join('');
}

/** Of each stage: a variable of a build is one of the steps behind it in its stage. */
function firstSteps(instructions: readonly DockerfileInstruction[]): readonly DockerfileInstruction[] {
  let isFirst = false;
  return instructions.filter(({ keyword }) => {
    const isFound = keyword === 'RUN' && isFirst;
    isFirst = keyword === 'FROM' || (isFirst && !isFound);
    return isFound;
  });
}

function inserted(text: string, insertions: readonly { readonly at: number; readonly text: string }[]): string {
  const ascending = [...insertions].sort((a, b) => a.at - b.at);
  let from = 0;
  const pieces = ascending.map(({ at, text: added }) => {
    const piece = text.slice(from, at) + added;
    from = at;
    return piece;
  });
  return [...pieces, text.slice(from)].join('');
}
