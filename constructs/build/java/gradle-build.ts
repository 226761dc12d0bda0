import { AppEngineError } from '../../errors';
import type { DockerfileOptions } from '../plan/build-plan';
import { cache } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';
import { GradleProject, gradleModules } from './gradle-project';
import type { JavaBuild } from './java-build';
import { startingModule } from './java-module';

/** Plugins that make a program, and the task that does it. */
const TASKS: Readonly<Record<string, string>> = {
  'org.springframework.boot': 'bootJar',
  'io.quarkus': 'quarkusBuild',
  'com.gradleup.shadow': 'shadowJar',
  'com.github.johnrengelman.shadow': 'shadowJar',
};
const WRAPPER = ['gradlew', 'gradle/wrapper/gradle-wrapper.jar', 'gradle/wrapper/gradle-wrapper.properties'];

/** An application that Gradle builds, in the version of its wrapper. */
export class GradleBuild implements JavaBuild {
  readonly description: string;
  readonly advice: readonly string[];
  readonly settings: readonly SettingId[] = ['ca', 'gradle'];
  readonly packages: readonly string[] = [];
  readonly javaVersion: number | undefined;
  readonly isExactVersion: boolean;
  readonly version: string | undefined;
  readonly module: string;
  readonly outputs: readonly string[];
  readonly programs = 'build/libs';
  private readonly project: GradleProject;

  /** @throws AppEngineError SourceIncomplete, StartCommandUnknown */
  constructor(source: SourceDirectory, module: string | undefined) {
    const missing = WRAPPER.find((file) => !source.has(file));
    if (missing !== undefined) {
      throw new AppEngineError(
        'SourceIncomplete',
        `${JSON.stringify(source.path)} must have Gradle's wrapper, and ${missing} is not there: each version of Gradle builds other sources; run \`gradle wrapper\` there, and commit its files`,
      );
    }
    const root = GradleProject.in(source, '.');
    const modules = gradleModules(source.text(source.first('settings.gradle', 'settings.gradle.kts') ?? 'settings.gradle'));
    this.module = startingModule(source, modules, module, (name) =>
      Object.keys(TASKS).some((plugin) => GradleProject.in(source, name).uses(plugin)),
    );
    this.project = GradleProject.in(source, this.module);
    this.javaVersion = this.project.javaVersion ?? root.javaVersion;
    this.isExactVersion = (this.project.toolchain ?? root.toolchain) !== undefined;
    this.version = this.project.version ?? root.version;
    this.outputs = ['.gradle', 'build', ...modules.map((name) => `${name}/build`)];
    const [, gradle] = /distributions?\/.*gradle-([\d.]+)-/.exec(source.text('gradle/wrapper/gradle-wrapper.properties')) ?? [];
    const isLocked = source.has('gradle.lockfile');
    this.description = `Gradle${gradle === undefined ? '' : ` ${gradle}`}, ${isLocked ? 'gradle.lockfile' : 'its wrapper'}`;
    const open = isLocked ? [] : [...new Set([root, this.project].flatMap(({ openVersions }) => openVersions))];
    this.advice =
      open.length === 0
        ? []
        : [`gradle.lockfile, by \`./gradlew dependencies --write-locks\`: ${open.slice(0, 3).join(', ')} may be others tomorrow`];
  }

  uses(plugin: string): boolean {
    return this.project.uses(plugin);
  }

  caches(options: DockerfileOptions): readonly string[] {
    return [cache(options, 'gradle', '/root/.gradle/caches'), cache(options, 'gradle-wrapper', '/root/.gradle/wrapper')];
  }

  command(): string {
    const [, task = 'assemble'] = Object.entries(TASKS).find(([plugin]) => this.uses(plugin)) ?? [];
    const path = this.module === '.' ? '' : `:${this.module.replaceAll('/', ':')}`;
    return `sh gradlew --no-daemon --console=plain ${path === '' ? task : `${path}:${task}`}`;
  }
}
