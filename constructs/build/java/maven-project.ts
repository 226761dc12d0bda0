import type { SourceDirectory } from '../plan/source-directory';

/** The parts of a `pom.xml` that decide how its application is built and started. */
export class MavenProject {
  /** The one of a directory below the sources. */
  static in(source: SourceDirectory, directory: string): MavenProject {
    return new MavenProject(source.text(directory === '.' ? 'pom.xml' : `${directory}/pom.xml`));
  }

  private readonly text: string;

  constructor(text: string) {
    this.text = text.replaceAll(/<!--[^]*?(-->|$)/g, '');
  }

  /** Directories of its modules, as it names them; those of profiles are none. */
  get modules(): readonly string[] {
    const text = this.text.replaceAll(/<profiles>[^]*?(<\/profiles>|$)/g, '');
    return [...text.matchAll(/<module>\s*([^<]*?)\s*<\/module>/g)].map(([, module = '']) => module.replace(/^\.\//, '').replace(/\/$/, ''));
  }

  /** True if it makes nothing itself, and only names modules or is the parent of others. */
  get isParent(): boolean {
    return /<packaging>\s*pom\s*<\/packaging>/.test(this.text);
  }

  /** Version of Java that it asks for, by any of the properties and settings that are usual. */
  get javaVersion(): number | undefined {
    const versions = [
      ...this.text.matchAll(/<(?:java\.version|maven\.compiler\.(?:release|target|source)|release|target|source)>\s*(?:1\.)?(\d+)\s*</g),
    ];
    return versions.length === 0 ? undefined : Math.max(...versions.map(([, version]) => Number(version)));
  }

  /** Its own, or that of its parent. */
  get version(): string | undefined {
    // Before the first section that has versions of others.
    const [head = ''] = this.text.split(/<(?:dependencies|dependencyManagement|build|properties|modules|profiles|reporting)>/);
    const own = head.replaceAll(/<parent>[^]*?<\/parent>/g, '');
    return version(own) ?? version(head);
  }

  /** True for a plugin or a package that it names, other than as one that it only knows the version of. */
  uses(artifact: string): boolean {
    const text = this.text.replaceAll(/<(dependencyManagement|pluginManagement)>[^]*?<\/\1>/g, '');
    return [...text.matchAll(/<artifactId>\s*([^<]*?)\s*<\/artifactId>/g)].some(([, name]) => name === artifact);
  }

  /** Versions that may be others tomorrow: ranges, snapshots and the latest. */
  get openVersions(): readonly string[] {
    return [...this.text.matchAll(/<version>\s*([[(][^<]*|LATEST|RELEASE)\s*<\/version>/g)].map(([, text = '']) => text.trim());
  }
}

function version(text: string): string | undefined {
  const [, found] = /<version>\s*([^<$\s]+)\s*<\/version>/.exec(text) ?? [];
  return found;
}
