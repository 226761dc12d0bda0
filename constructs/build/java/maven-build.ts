import type { DockerfileOptions } from '../plan/build-plan';
import { cache } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';
import type { JavaBuild } from './java-build';
import { startingModule } from './java-module';
import { MavenProject } from './maven-project';

/** Plugins that make a program. */
const PLUGINS = ['spring-boot-maven-plugin', 'quarkus-maven-plugin', 'micronaut-maven-plugin'];

/** An application that Maven builds. */
export class MavenBuild implements JavaBuild {
  readonly description = 'Maven, pom.xml';
  readonly advice: readonly string[];
  readonly settings: readonly SettingId[] = ['ca', 'maven'];
  readonly packages: readonly string[] = ['maven'];
  readonly javaVersion: number | undefined;
  readonly isExactVersion = false;
  readonly version: string | undefined;
  readonly module: string;
  readonly outputs: readonly string[];
  readonly programs = 'target';
  private readonly project: MavenProject;

  /** @throws AppEngineError StartCommandUnknown */
  constructor(source: SourceDirectory, module: string | undefined) {
    const root = MavenProject.in(source, '.');
    const { modules } = root;
    this.module = startingModule(source, modules, module, (name) => {
      const project = MavenProject.in(source, name);
      return !project.isParent && PLUGINS.some((plugin) => project.uses(plugin));
    });
    this.project = MavenProject.in(source, this.module);
    this.javaVersion = this.project.javaVersion ?? root.javaVersion;
    this.version = this.project.version ?? root.version;
    this.outputs = ['target', ...modules.map((name) => `${name}/target`)];
    const open = [...new Set([root, this.project].flatMap(({ openVersions }) => openVersions))];
    this.advice = open.length === 0 ? [] : [`exact versions in pom.xml: ${open.slice(0, 3).join(', ')} may be others tomorrow`];
  }

  uses(plugin: string): boolean {
    return this.project.uses(plugin);
  }

  caches(options: DockerfileOptions): readonly string[] {
    return [cache(options, 'maven', '/root/.m2/repository')];
  }

  command(): string {
    const only = this.module === '.' ? '' : ` --projects ${this.module} --also-make`;
    return `mvn --batch-mode --no-transfer-progress -DskipTests${only} package`;
  }
}
