/** Options of `Runtime.node`. */
export interface NodeOptions {
  /** Program and arguments that start it, such as `['node', 'dist/main.js']`. @default `web` of its Procfile, its script `start`, its `main`, or a usual name */
  readonly command?: readonly string[];
  /** Debian packages that it needs when it runs, such as `ffmpeg`, or `dash` for a shell. With any, the image is a whole Debian. @default none */
  readonly packages?: readonly string[];
  /** Debian packages that its build needs, such as `python3`, `make` and `g++` for addons that are compiled. @default none */
  readonly buildPackages?: readonly string[];
}
