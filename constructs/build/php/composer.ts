import { AppEngineError } from '../../errors';
import { isRecord, type SourceDirectory } from '../plan/source-directory';

/** An application's `composer.json` and `composer.lock`, as far as they decide how it is built and started. */
export class Composer {
  /** Undefined where there is none. @throws AppEngineError SourceInvalid */
  static of(source: SourceDirectory): Composer | undefined {
    if (!source.has('composer.json')) return undefined;
    const locked = source.has('composer.lock') ? source.json('composer.lock').packages : undefined;
    return new Composer(source, source.json('composer.json'), Array.isArray(locked) ? locked.filter(isRecord) : []);
  }

  /** True for one whose packages are part of the sources. */
  readonly isVendored: boolean;
  private readonly required: readonly string[];

  private constructor(
    private readonly source: SourceDirectory,
    private readonly json: Readonly<Record<string, unknown>>,
    private readonly locked: readonly Readonly<Record<string, unknown>>[],
  ) {
    this.required = names(json.require);
    this.isVendored = source.has('vendor/autoload.php') && !/^\/?vendor\b/m.test(source.text('.gitignore'));
  }

  /** True if it names packages that Composer has to fetch. */
  get hasPackages(): boolean {
    return this.required.some((name) => name.includes('/'));
  }

  /** True if Composer writes what finds the classes of the application. */
  get hasAutoloader(): boolean {
    return this.hasPackages || this.json.autoload !== undefined;
  }

  /** True for a package that it names. @param name such as `slim/slim` */
  uses(name: string): boolean {
    return this.required.includes(name);
  }

  /** Extensions that it and its packages ask for, by the names that Composer gives them, such as `pdo_pgsql`. */
  get extensions(): readonly string[] {
    const all = [...this.required, ...this.locked.flatMap((entry) => names(entry.require))];
    return [...new Set(all.flatMap((name) => (name.startsWith('ext-') ? [name.slice('ext-'.length).toLowerCase()] : [])))].sort();
  }

  /** True for packages that are directories or archives of the sources, which have to be there before any is installed. */
  get hasPaths(): boolean {
    const { repositories } = this.json;
    const all: readonly unknown[] = Array.isArray(repositories) ? repositories : isRecord(repositories) ? Object.values(repositories) : [];
    return all.some((repository) => isRecord(repository) && (repository.type === 'path' || repository.type === 'artifact'));
  }

  /** Its version, where it is written down. */
  get version(): string | undefined {
    return typeof this.json.version === 'string' ? this.json.version : undefined;
  }

  /** @throws AppEngineError SourceIncomplete where packages are named, and neither locked nor there */
  checkLocked(): void {
    if (!this.hasPackages || this.isVendored || this.source.has('composer.lock')) return;
    throw new AppEngineError(
      'SourceIncomplete',
      `${JSON.stringify(this.source.path)} must have a composer.lock beside its composer.json, or its packages in vendor: without them, the same sources would be another image tomorrow; run \`composer update\` there, and commit the file`,
    );
  }
}

function names(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}
