/** Options of `Runtime.php`. */
export interface PhpOptions {
  /** Directory whose files are served, below the sources. @default that of its framework or its Procfile, or the first of public, web, html, public_html, and the sources that has an index.php */
  readonly directory?: string;
  /** Extensions beside those that its composer.json and composer.lock ask for, such as `intl`. @default none */
  readonly extensions?: readonly string[];
  /** Program and arguments that start it instead of Apache, such as `['php', 'server.php']`. @default none, or `web` of its Procfile */
  readonly command?: readonly string[];
  /** Debian packages that it needs when it runs, such as `ffmpeg`, or `dash` for a shell. With any, the image is a whole Debian. @default none */
  readonly packages?: readonly string[];
  /** Debian packages that its build needs, such as `mercurial`. @default none */
  readonly buildPackages?: readonly string[];
}
