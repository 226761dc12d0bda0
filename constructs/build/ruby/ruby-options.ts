/** Options of `Runtime.ruby`. */
export interface RubyOptions {
  /** Program and arguments that start it, such as `['puma', '-C', 'config/puma.rb']`. @default `web` of its Procfile, or Puma where it has a config.ru */
  readonly command?: readonly string[];
  /** Debian packages that it needs when it runs, such as `imagemagick`, or `dash` for a shell. With any, the image is a whole Debian. @default none */
  readonly packages?: readonly string[];
  /** Debian packages that its build needs, such as `libmagickwand-dev` for gems that are compiled. @default none */
  readonly buildPackages?: readonly string[];
}
