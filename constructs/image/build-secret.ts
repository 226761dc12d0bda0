import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { pathFromStack } from '../cdktf/output';
import { literal } from '../cdktf/literal';

/** A secret as the provider takes it: where it is, never what it is. */
export interface RenderedSecret {
  /** By which a step asks for it. */
  readonly id: string;
  /** Path of its file, from the stack's directory. @default it is in a variable */
  readonly src?: string;
  /** Variable of Terraform's environment. @default it is in a file */
  readonly env?: string;
}

/**
 * A secret of a build: a file in the steps that ask for it, `RUN --mount=type=secret,id=npm`, at `/run/secrets/npm` or the `target` of the mount. Its value is
 * read when the image is built, and is neither in the state nor in a plan, the image or the tag: another value builds nothing.
 */
export class BuildSecret {
  /**
   * The content of a file, of at most 500 KiB.
   * @param id by which a step asks for it
   * @param path absolute, or relative to the working directory, on the machine where Terraform runs
   */
  static fromFile(id: string, path: string): BuildSecret {
    return new BuildSecret(id, path, (scope) => ({ src: checkedPath(scope, id, path) }));
  }

  /**
   * The value of an environment variable of Terraform. One that is not set is an empty secret.
   * @param id by which a step asks for it
   * @param variable such as `NPM_TOKEN`
   */
  static fromEnvironment(id: string, variable: string): BuildSecret {
    return new BuildSecret(id, variable, (scope) => ({ env: checkedVariable(scope, id, variable) }));
  }

  private constructor(
    /** By which a step asks for it. */
    readonly id: string,
    /** Path or variable. */
    readonly source: string,
    private readonly origin: (scope: IConstruct) => Omit<RenderedSecret, 'id'>,
  ) {}

  /** For the provider. @throws AppEngineError BuildSecretInvalid */
  render(scope: IConstruct): RenderedSecret {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(this.id)) {
      throw new AppEngineError(
        'BuildSecretInvalid',
        `build secret ${JSON.stringify(this.id)} must have an id of letters, digits, ".", "_" and "-", a letter or digit first; use a name such as "npm"`,
        scope,
      );
    }
    return { id: this.id, ...this.origin(scope) };
  }
}

/** The provider joins the parts of a secret with commas, and quotes none. */
function checkedPath(scope: IConstruct, id: string, path: string): string {
  const rendered = pathFromStack(scope, path);
  if (path !== '' && !/[",\p{Cc}]/u.test(rendered)) return literal(rendered);
  throw new AppEngineError(
    'BuildSecretInvalid',
    `build secret ${id} of file ${JSON.stringify(path)} must have a path without quotes, commas and control characters, from ${JSON.stringify(rendered)} on; move the file, or use BuildSecret.fromEnvironment`,
    scope,
  );
}

function checkedVariable(scope: IConstruct, id: string, variable: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) return variable;
  throw new AppEngineError(
    'BuildSecretInvalid',
    `build secret ${id} of variable ${JSON.stringify(variable)} must name a variable by letters, digits and "_", no digit first; use a name such as NPM_TOKEN`,
    scope,
  );
}
