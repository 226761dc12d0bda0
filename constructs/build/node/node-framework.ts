import type { PackageJson } from './package-json';

/** A server that a build makes. */
export interface BuiltServer {
  /** Its directory, and where the image has it: one layer. */
  readonly copy: readonly [from: string, to: string];
  /** Directories that belong into it, which the build may leave out. */
  readonly parts?: readonly string[];
  readonly command: readonly string[];
}

/** Conventions of a framework. */
export interface NodeFramework {
  readonly name: string;
  /** A server that its build makes, with all that it needs. */
  readonly server?: BuiltServer;
  /** Variables of its build. */
  readonly buildEnvironment?: Readonly<Record<string, string>>;
  /** Variables of the image. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** By the package that is its sign, the more special ones first. */
const FRAMEWORKS: Readonly<Record<string, NodeFramework>> = {
  next: {
    name: 'Next.js',
    // The server that traces what it needs; the setting has a variable, so that the sources need no line for it.
    buildEnvironment: { NEXT_PRIVATE_STANDALONE: 'true', NEXT_TELEMETRY_DISABLED: '1' },
    environment: { HOSTNAME: '0.0.0.0', NEXT_TELEMETRY_DISABLED: '1' },
    server: {
      copy: ['.next/standalone', './'],
      parts: ['.next/static', 'public'],
      command: ['node', 'server.js'],
    },
  },
  nuxt: {
    name: 'Nuxt',
    server: { copy: ['.output', './.output'], command: ['node', '.output/server/index.mjs'] },
  },
  '@nestjs/core': { name: 'NestJS' },
  '@adonisjs/core': { name: 'AdonisJS' },
  express: { name: 'Express' },
  fastify: { name: 'Fastify' },
  koa: { name: 'Koa' },
  '@hapi/hapi': { name: 'hapi' },
  hono: { name: 'Hono' },
};

/** The framework of an application; undefined where none is known. */
export function nodeFramework(json: PackageJson): NodeFramework | undefined {
  return Object.entries(FRAMEWORKS).find(([name]) => json.uses(name))?.[1];
}

/** Directory in which a static site generator leaves its pages, by the package that is its sign. */
const SITES: Readonly<Record<string, readonly [name: string, directory: string]>> = {
  '@11ty/eleventy': ['Eleventy', '_site'],
  '@docusaurus/core': ['Docusaurus', 'build'],
  astro: ['Astro', 'dist'],
  gatsby: ['Gatsby', 'public'],
  'react-scripts': ['Create React App', 'build'],
  vitepress: ['VitePress', '.vitepress/dist'],
  vite: ['Vite', 'dist'],
};

/** A generator of static pages, and where it leaves them; undefined where none is known, or where a server is meant to answer. */
export function siteGenerator(json: PackageJson): { readonly name: string; readonly directory: string } | undefined {
  const [, found] = Object.entries(SITES).find(([name]) => json.uses(name)) ?? [];
  const isServer =
    nodeFramework(json) !== undefined || ['@astrojs/node', '@sveltejs/adapter-node', '@react-router/node'].some((name) => json.uses(name));
  if (found === undefined || isServer || json.scripts.build === undefined) return undefined;
  return { name: found[0], directory: found[1] };
}
