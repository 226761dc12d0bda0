import type { Construct } from 'constructs';
import type { BoundApp, ContainerBinding, IBindable } from '../container/binding';
import { EnvironmentFile } from '../container/environment-file';
import { AppEngineError } from '../errors';

/** Directory of all bindings in an app, as the Service Binding specification has it. */
const ROOT = '/bindings';

/** Something with credentials, which an app finds as files below `/bindings`. */
export interface ICredentialSource {
  /** Name of the directory where nothing else is said. */
  readonly bindingName: string;
  /** Entries that it has, such as `uri`. */
  readonly entries: readonly string[];
  /** Gives an app its files. @param directory absolute, in the app */
  bindAt(scope: Construct, app: BoundApp, directory: string): ContainerBinding;
}

/** How an app uses a service or a secret: under which name, and whether it also needs variables. */
export class ServiceUse implements IBindable {
  /** Under the source's own name, as files alone. */
  static of(source: ICredentialSource): ServiceUse {
    return new ServiceUse(source, source.bindingName, {});
  }

  private constructor(
    private readonly source: ICredentialSource,
    private readonly name: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /**
   * Under another name: `/bindings/<name>`.
   * @param name 1 to 63 of a-z, 0-9 and "-", a letter first
   * @throws AppEngineError BindingNameInvalid
   */
  as(name: string): ServiceUse {
    if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
      throw new AppEngineError(
        'BindingNameInvalid',
        `binding name ${JSON.stringify(name)} must be 1 to 63 of a-z, 0-9 and "-", a letter first; use one such as "orders"`,
      );
    }
    return new ServiceUse(this.source, name, this.variables);
  }

  /**
   * Variables beside the files, for programs that read nothing else. The first process of the container reads them from the files, so they are in no state, plan,
   * image or answer of the engine; every process of the app has them, and reports list them.
   * @param variables entry by variable, such as `{ DATABASE_URL: 'uri' }`
   * @throws AppEngineError BindingEntryUnknown
   */
  withEnvironment(variables: Readonly<Record<string, string>>): ServiceUse {
    const { entries } = this.source;
    const unknown = Object.entries(variables).find(([, entry]) => !entries.includes(entry));
    if (unknown !== undefined) {
      throw new AppEngineError(
        'BindingEntryUnknown',
        `entry ${JSON.stringify(unknown[1])} of variable ${unknown[0]} must be an entry of what is used; name one of ${entries.join(', ')}`,
      );
    }
    return new ServiceUse(this.source, this.name, { ...this.variables, ...variables });
  }

  bind(scope: Construct, app: BoundApp): ContainerBinding {
    const directory = `${ROOT}/${this.name}`;
    const bound = this.source.bindAt(scope, app, directory);
    return {
      ...bound,
      environment: { ...bound.environment, SERVICE_BINDING_ROOT: ROOT },
      environmentFiles: Object.entries(this.variables).map(([variable, entry]) => EnvironmentFile.of(variable, `${directory}/${entry}`)),
    };
  }
}
