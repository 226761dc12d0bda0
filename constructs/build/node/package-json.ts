import { isRecord, type SourceDirectory } from '../plan/source-directory';

/** The parts of a `package.json` that decide how its application is built and started. */
export class PackageJson {
  /** Undefined where there is none. @throws AppEngineError SourceInvalid */
  static of(source: SourceDirectory): PackageJson | undefined {
    return source.has('package.json') ? new PackageJson(source.json('package.json')) : undefined;
  }

  /** Packages that it needs when it runs. */
  readonly dependencies: readonly string[];
  /** Packages that only its build needs. */
  readonly devDependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly version: string | undefined;
  readonly main: string | undefined;
  /** Such as `pnpm@10.34.8`. */
  readonly packageManager: string | undefined;
  /** True if it is the root of several packages. */
  readonly hasWorkspaces: boolean;

  private constructor(content: Readonly<Record<string, unknown>>) {
    this.dependencies = [...names(content.dependencies), ...names(content.optionalDependencies)];
    this.devDependencies = names(content.devDependencies);
    this.scripts = texts(content.scripts);
    this.version = text(content.version);
    this.main = text(content.main);
    this.packageManager = text(content.packageManager);
    this.hasWorkspaces = content.workspaces !== undefined;
  }

  /** True for a package that it names, for its build or when it runs. */
  uses(name: string): boolean {
    return this.dependencies.includes(name) || this.devDependencies.includes(name);
  }

  /** True if it names any package. */
  get hasDependencies(): boolean {
    return this.dependencies.length > 0 || this.devDependencies.length > 0 || this.hasWorkspaces;
  }
}

function names(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, content]) => (typeof content === 'string' ? [[name, content]] : [])));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
