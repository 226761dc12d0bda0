import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { BuildNetwork } from './build-network';
import type { BuildSecret, RenderedSecret } from './build-secret';

/** Settings of a build beside its directory and its arguments. */
interface BuildSettings {
  readonly secrets?: readonly BuildSecret[];
  readonly network?: BuildNetwork;
  readonly target?: string;
}

/** Options of a build, as the provider has them. */
export interface BuildOptions {
  readonly secrets?: RenderedSecret[];
  readonly networkMode?: string;
  readonly target?: string;
}

/** @throws AppEngineError BuildSecretInvalid, BuildTargetInvalid */
export function renderBuildOptions(scope: IConstruct, { secrets = [], network, target }: BuildSettings): BuildOptions {
  const ids = secrets.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new AppEngineError(
      'BuildSecretInvalid',
      `build secret ${JSON.stringify(twice)} must be given once, and \`secrets\` has ${JSON.stringify(ids)}; use another id`,
      scope,
    );
  }
  if (target !== undefined && !/^[a-z][a-z0-9._-]*$/i.test(target)) {
    throw new AppEngineError(
      'BuildTargetInvalid',
      `build target ${JSON.stringify(target)} must be the name of a stage, letters, digits, ".", "_" and "-" with a letter first; use the name after AS in the Dockerfile`,
      scope,
    );
  }
  return {
    ...(secrets.length === 0 ? {} : { secrets: secrets.map((secret) => secret.render(scope)) }),
    ...(network?.mode === undefined ? {} : { networkMode: network.mode }),
    ...(target === undefined ? {} : { target }),
  };
}

/** The part that decides what the image is: where a secret comes from does not. */
export function identityOf({ secrets, ...options }: BuildOptions): object {
  return { ...options, ...(secrets === undefined ? {} : { secrets: secrets.map(({ id }) => id).sort() }) };
}
