import { AppEngineError } from '../../errors';
import type { SourceDirectory } from '../plan/source-directory';

/** Version of Ruby that Debian 13 has. */
export const RUBY = '3.3';

/** An application's `Gemfile` and `Gemfile.lock`, as far as they decide how it is built and started. */
export class Gemfile {
  /** Undefined where there is none. @throws AppEngineError SourceIncomplete without a lock file, and for another Ruby */
  static of(source: SourceDirectory): Gemfile | undefined {
    if (!source.has('Gemfile')) return undefined;
    if (!source.has('Gemfile.lock')) {
      throw new AppEngineError(
        'SourceIncomplete',
        `${JSON.stringify(source.path)} must have a Gemfile.lock beside its Gemfile: without one, the same sources would be another image tomorrow; run \`bundle lock\` there, and commit the file`,
      );
    }
    const gemfile = new Gemfile(source);
    gemfile.checkRuby();
    return gemfile;
  }

  /** Gems of the lock file, those for development too. */
  readonly gems: ReadonlySet<string>;

  private constructor(private readonly source: SourceDirectory) {
    const names = [...source.text('Gemfile.lock').matchAll(/^ {4}([A-Za-z0-9_.-]+) \(/gm)];
    this.gems = new Set(names.map(([, name = '']) => name));
  }

  /** True for one whose gems are part of the sources, as `bundle cache` leaves them. */
  get isVendored(): boolean {
    return this.source.names('vendor/cache').some((name) => name.endsWith('.gem'));
  }

  /** True for gems that are directories of the sources, which have to be there before any is installed. */
  get hasPaths(): boolean {
    return /^PATH$/m.test(this.source.text('Gemfile.lock'));
  }

  private checkRuby(): void {
    const text = this.source.text('Gemfile').replaceAll(/^\s*#.*$/gm, '');
    const [, inline] = /^\s*ruby\s+["']([^"']+)["']/m.exec(text) ?? [];
    const wanted =
      inline ??
      (/^\s*ruby\s+file:/m.test(text)
        ? this.source
            .text('.ruby-version')
            .trim()
            .replace(/^ruby-/, '')
        : '');
    if (wanted === '' || allows(wanted)) return;
    throw new AppEngineError(
      'SourceIncomplete',
      `${JSON.stringify(this.source.path)} must be for Ruby ${RUBY}, which Debian 13 has, in any of its releases, and its Gemfile asks for ${JSON.stringify(wanted)}; write \`ruby "~> ${RUBY}"\` there, or add a Dockerfile`,
    );
  }
}

/** True for a requirement that any release of the version meets; one of two ends is not looked at. */
function allows(requirement: string): boolean {
  const [, operator = '', major = '', minor, patch] = /^(~>|>=|>|<=|<|!=|=)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(requirement) ?? [];
  const [ownMajor = 0, ownMinor = 0] = RUBY.split('.').map(Number);
  const difference = Number(major) - ownMajor || Number(minor ?? 0) - ownMinor;
  if (operator === '~>') return Number(major) === ownMajor && (patch === undefined ? difference <= 0 : difference === 0);
  if (operator === '>=' || operator === '>') return difference <= 0;
  if (operator === '<' || operator === '<=') return difference > 0;
  return operator === '!=';
}
