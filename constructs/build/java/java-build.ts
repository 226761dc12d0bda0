import type { DockerfileOptions } from '../plan/build-plan';
import type { SettingId } from '../../image/package-settings';

/** How Maven or Gradle build an application. */
export interface JavaBuild {
  /** Such as `Maven, pom.xml`. */
  readonly description: string;
  /** Changes that would make builds repeatable. */
  readonly advice: readonly string[];
  readonly settings: readonly SettingId[];
  /** Debian packages that it is. */
  readonly packages: readonly string[];
  /** Version of Java that the sources ask for; undefined where they name none. */
  readonly javaVersion: number | undefined;
  /** True if no other version of Java builds them. */
  readonly isExactVersion: boolean;
  /** Version of the application, where it is written down. */
  readonly version: string | undefined;
  /** Directory of the module that starts, `.` for the sources' own. */
  readonly module: string;
  /** Directories with what it makes, below the sources. */
  readonly outputs: readonly string[];
  /** Directory, below the module, in which it leaves a program. */
  readonly programs: string;
  /** True for a plugin that the module names, such as `spring-boot-maven-plugin`. */
  uses(plugin: string): boolean;
  /** Mounts of its caches. */
  caches(options: DockerfileOptions): readonly string[];
  /** Command that builds the module. */
  command(): string;
}
