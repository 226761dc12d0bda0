/** Options of `Runtime.java`. */
export interface JavaOptions {
  /** Directory of the module that starts, such as `server`, in sources of several modules. @default the sources' own, or the only module that a framework makes a program of */
  readonly module?: string;
  /** Program and arguments that start it, such as `['java', '-jar', 'app.jar', '--spring.profiles.active=prod']`. @default `web` of its Procfile, or `java -jar` and what the build makes */
  readonly command?: readonly string[];
  /** Debian packages that it needs when it runs, such as `fontconfig` and `fonts-dejavu-core`, or `dash` for a shell. With any, the image is a whole Debian. @default none */
  readonly packages?: readonly string[];
  /** Debian packages that its build needs, such as `git` or `protobuf-compiler`. @default none */
  readonly buildPackages?: readonly string[];
}
