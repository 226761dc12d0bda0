import type { SourceDirectory } from '../plan/source-directory';

/** The parts of a `build.gradle` or `build.gradle.kts` that decide how its application is built and started. */
export class GradleProject {
  /** The one of a directory below the sources. */
  static in(source: SourceDirectory, directory: string): GradleProject {
    const file = source.first(...['build.gradle', 'build.gradle.kts'].map((name) => (directory === '.' ? name : `${directory}/${name}`)));
    return new GradleProject(file === undefined ? '' : source.text(file));
  }

  private readonly text: string;

  constructor(text: string) {
    this.text = withoutComments(text);
  }

  /** Version of the toolchain that it asks for: no other one does. */
  get toolchain(): number | undefined {
    const [, version] =
      /JavaLanguageVersion\.of\(\s*["']?(\d+)["']?\s*\)|jvmToolchain\(\s*(\d+)\s*\)/.exec(this.text)?.filter(Boolean) ?? [];
    return version === undefined ? undefined : Number(version);
  }

  /** Least version of Java that it asks for. */
  get javaVersion(): number | undefined {
    const [, version] =
      /(?:sourceCompatibility|targetCompatibility)\s*=\s*["']?(?:JavaVersion\.VERSION_)?(?:1[._])?(\d+)/.exec(this.text) ?? [];
    return this.toolchain ?? (version === undefined ? undefined : Number(version));
  }

  /** Its version, where it is a text. */
  get version(): string | undefined {
    return /^\s*version\s*=\s*["']([^"'$]+)["']/m.exec(this.text)?.[1];
  }

  /** True for a plugin that it applies. @param plugin such as `org.springframework.boot` */
  uses(plugin: string): boolean {
    const name = plugin.replaceAll('.', '\\.');
    const applied = [...this.text.matchAll(new RegExp(`\\bid\\s*\\(?\\s*["']${name}["'][^\\n]*`, 'g'))];
    return (
      applied.some(([line]) => !/\bapply\s*\(?\s*false\b/.test(line)) ||
      new RegExp(`apply\\s*\\(?\\s*plugin\\s*[:=]\\s*["']${name}["']`).test(this.text)
    );
  }

  /** Versions that may be others tomorrow. */
  get openVersions(): readonly string[] {
    return [...this.text.matchAll(/["'][\w.-]+:[\w.-]+:([^"':]*\+|latest\.\w+|[[(][^"']*)["']/g)].map(([, version = '']) => version);
  }
}

/** Directories of the modules that a `settings.gradle` includes. */
export function gradleModules(text: string): readonly string[] {
  const includes = [...withoutComments(text).matchAll(/\binclude\s*\(?((?:\s*["'][\w:.-]+["']\s*,?)+)/g)];
  return includes.flatMap(([, names = '']) =>
    [...names.matchAll(/["']([\w:.-]+)["']/g)].map(([, name = '']) => name.replace(/^:/, '').replaceAll(':', '/')),
  );
}

/** Those within a line may be part of an address. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?(\*\/|$)/g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
