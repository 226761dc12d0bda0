import type { BuildPlan } from './plan/build-plan';
import { detect, type SourceKind } from './detection';
import { GoPlan, type GoOptions } from './go/go-plan';
import type { JavaOptions } from './java/java-options';
import { JavaPlan } from './java/java-plan';
import type { NodeOptions } from './node/node-options';
import { NodePlan } from './node/node-plan';
import type { PhpOptions } from './php/php-options';
import { PhpPlan } from './php/php-plan';
import { PythonPlan, type PythonOptions } from './python/python-plan';
import type { RubyOptions } from './ruby/ruby-options';
import { RubyPlan } from './ruby/ruby-plan';
import { SourceDirectory } from './plan/source-directory';
import { StaticSitePlan, type StaticSiteOptions } from './static-site/static-site-plan';

/** The runtime of some sources. */
export interface Detection {
  /** As `AppImage.fromSource` takes it. */
  readonly runtime: Runtime;
  /** Files that decided, such as `package.json`. */
  readonly because: readonly string[];
}

/** How sources become an image: each has a Dockerfile of ours, which `npx appengine build --print <directory>` shows. */
export class Runtime {
  /** Node with npm, pnpm or yarn: the lock file decides. Knows Next.js and Nuxt, whose builds are complete servers. */
  static node(options: NodeOptions = {}): Runtime {
    return new Runtime('node', (source) => new NodePlan(source, options));
  }

  /** Python with pip, uv or poetry: the lock file decides. Knows Django, FastAPI, Flask and their kind, and starts as many workers as its limits allow. */
  static python(options: PythonOptions = {}): Runtime {
    return new Runtime('python', (source) => new PythonPlan(source, options));
  }

  /** Pages that nginx serves: as they are, or as Vite, Astro, Eleventy and their kind make them. */
  static staticSite(options: StaticSiteOptions = {}): Runtime {
    return new Runtime('static-site', (source) => new StaticSitePlan(source, options));
  }

  /** A program in Go, without cgo: the image has nothing else. */
  static go(options: GoOptions = {}): Runtime {
    return new Runtime('go', (source) => new GoPlan(source, options));
  }

  /** Java, built by Maven, or by Gradle's wrapper. Knows Spring Boot, Quarkus and Micronaut, and takes its memory from its limit. */
  static java(options: JavaOptions = {}): Runtime {
    return new Runtime('java', (source) => new JavaPlan(source, options));
  }

  /** PHP in Apache, with Composer and the extensions that the packages ask for. Knows Laravel, Symfony, Slim and CodeIgniter. */
  static php(options: PhpOptions = {}): Runtime {
    return new Runtime('php', (source) => new PhpPlan(source, options));
  }

  /** Ruby with Bundler. Knows Rails and Sinatra, and starts Puma with as many processes as its limits allow. */
  static ruby(options: RubyOptions = {}): Runtime {
    return new Runtime('ruby', (source) => new RubyPlan(source, options));
  }

  /** The Dockerfile of the directory, as `AppImage.fromDirectory` builds it. */
  static dockerfile(): Runtime {
    return new Runtime('dockerfile', undefined);
  }

  /**
   * The runtime of some sources, by the files that are there, and the reasons for it.
   * @param directory absolute, or relative to the working directory
   * @throws AppEngineError SourceMissing, SourceInvalid, RuntimeUnknown
   */
  static detect(directory: string): Detection {
    const { kind, because } = detect(new SourceDirectory(directory));
    return { runtime: RUNTIMES[kind](), because };
  }

  private constructor(
    /** Such as `node`. */
    readonly name: string,
    private readonly planner: ((source: SourceDirectory) => BuildPlan) | undefined,
  ) {}

  /**
   * How it builds some sources; undefined where their own Dockerfile does.
   * @throws AppEngineError SourceInvalid, SourceIncomplete, StartCommandUnknown, ProcfileInvalid
   * @internal
   */
  plan(source: SourceDirectory): BuildPlan | undefined {
    return this.planner?.(source);
  }
}

const RUNTIMES: Readonly<Record<SourceKind, () => Runtime>> = {
  dockerfile: () => Runtime.dockerfile(),
  go: () => Runtime.go(),
  java: () => Runtime.java(),
  node: () => Runtime.node(),
  php: () => Runtime.php(),
  python: () => Runtime.python(),
  ruby: () => Runtime.ruby(),
  'static-site': () => Runtime.staticSite(),
};
