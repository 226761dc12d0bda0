import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { isSecretName, isSecretValue } from '../secret-like';
import type { IContainerImage } from './container-image';

/** Arguments of a build, by the names of their `ARG` lines. Those that look like secrets are refused: they stay in the image and in the state. */
export function renderBuildArguments(
  scope: IConstruct,
  bases: Readonly<Record<string, IContainerImage>>,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const [name, value] of Object.entries(values)) check(scope, name, value, bases);
  return { ...Object.fromEntries(Object.entries(bases).map(([name, { imageName }]) => [name, imageName])), ...values };
}

function check(scope: IConstruct, name: string, value: string, bases: Readonly<Record<string, IContainerImage>>): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new AppEngineError(
      'BuildArgumentInvalid',
      `build argument ${JSON.stringify(name)} must be letters, digits and "_", no digit first, as its ARG line has it; use a name such as VERSION`,
      scope,
    );
  }
  if (Object.hasOwn(bases, name)) {
    throw new AppEngineError(
      'BuildArgumentInvalid',
      `build argument ${name} is ${JSON.stringify(value)} in \`buildArgs\` and an image in \`from\`, and must be one of them; take it out of one`,
      scope,
    );
  }
  if (isSecretName(name) || isSecretValue(value)) {
    throw new AppEngineError(
      'SecretInBuildArgument',
      `build argument ${name} looks like a secret, and its value would be readable in the image, its history and the state; give it as BuildSecret.fromFile or BuildSecret.fromEnvironment among \`secrets\`, or, if all may know it, write it into the Dockerfile`,
      scope,
    );
  }
}
