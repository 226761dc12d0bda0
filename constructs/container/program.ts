import type { IConstruct } from 'constructs';
import { literal } from '../cdktf/literal';
import { AppEngineError } from '../errors';
import type { HardenedContainerProps } from './container-props';
import { PROBE } from './health-check';

/** Program of the container: its own, or the probe that becomes it with variables from files. @throws AppEngineError CommandMissing */
export function program(
  scope: IConstruct,
  { entrypoint, command, environmentFiles = [] }: HardenedContainerProps,
): { readonly entrypoint?: string[]; readonly command?: string[] } {
  if (environmentFiles.length === 0) {
    return {
      ...(entrypoint === undefined ? {} : { entrypoint: entrypoint.map(literal) }),
      ...(command === undefined ? {} : { command: command.map(literal) }),
    };
  }
  const names = environmentFiles.map(({ name }) => name);
  const whole = [...(entrypoint ?? []), ...(command ?? [])];
  if (whole.length === 0) {
    throw new AppEngineError(
      'CommandMissing',
      `variables ${names.join(', ')} from files need the whole command, because the image's own is not known here; set \`command\` to the program and its arguments, such as ["node", "server.js"]`,
      scope,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new AppEngineError(
      'BindingClash',
      `variable ${twice} must come from one file; drop one of the two, or give it another name`,
      scope,
    );
  }
  const files = [...environmentFiles].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, file }) => `${name}=${file}`);
  return { entrypoint: [PROBE, 'exec', ...files, '--'].map(literal), command: whole.map(literal) };
}
