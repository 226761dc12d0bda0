import { existsSync, readFileSync, statSync } from 'node:fs';
import { AppEngineError } from '../errors';
import { readCanary, type Canary } from './canary';
import { InvalidValue, JsonValue } from './json-value';
import { readRelease } from './read-release';
import { SEVERITY_NAMES } from '../vulnerabilities/severity';
import type { Release, ReleasedVulnerabilities } from './release';

const FORMAT = 1;
const DEFAULT_KEEP = 5;
const [LEAST_KEPT, MOST_KEPT] = [2, 50];
const MOST_BYTES = 1 << 20;

/**
 * Releases of an application: the one that runs, and those before it. It is a file in the user's repository, so that a change of what runs is a change that can be
 * reviewed. The youngest is first, and a rollback changes one line.
 */
export class ReleaseFile {
  /** Undefined where nothing was released. @throws AppEngineError ReleaseInvalid */
  static read(path: string, shown = path): ReleaseFile | undefined {
    if (!existsSync(path)) return undefined;
    if (statSync(path).size > MOST_BYTES) throw invalid(shown, `it has more than ${String(MOST_BYTES)} bytes`);
    return ReleaseFile.parse(readFileSync(path, 'utf8'), shown);
  }

  /** @param shown name of the file, for errors. @throws AppEngineError ReleaseInvalid */
  static parse(text: string, shown: string): ReleaseFile {
    try {
      return readFile(new JsonValue(JSON.parse(text), ''));
    } catch (error) {
      if (error instanceof SyntaxError) {
        const merged = /^(<<<<<<<|=======|>>>>>>>)/m.test(text);
        throw invalid(shown, merged ? 'a merge left its marks in it' : `it is no JSON (${error.message.replace(/\s+/g, ' ')})`);
      }
      if (error instanceof InvalidValue) throw invalid(shown, error.message);
      throw error;
    }
  }

  /** The first one. */
  static first(release: Release): ReleaseFile {
    return new ReleaseFile(DEFAULT_KEEP, release, [release]);
  }

  /** @internal */
  constructor(
    /** Most releases that it names: their images are kept. */
    readonly keep: number,
    /** The one that a deploy runs. */
    readonly current: Release,
    /** The youngest first. */
    readonly releases: readonly Release[],
    /** A release that is tried beside the current one; undefined where none is. */
    readonly canary?: Canary,
  ) {}

  /** Number of the next one. */
  get next(): number {
    return Math.max(...this.releases.map(({ number }) => number)) + 1;
  }

  find(number: number): Release | undefined {
    return this.releases.find((release) => release.number === number);
  }

  /** The one that a rollback leads to: of those before the current one, the youngest. */
  get before(): Release | undefined {
    return this.releases.find(({ number }) => number < this.current.number);
  }

  /** With a new one, which is current, and without a canary. A name of an image that is another image by now is no way back. */
  with(release: Release): ReleaseFile {
    const { tag, repository, id } = release.image;
    const left = this.releases.filter(({ image }) => image.repository !== repository || image.tag !== tag || image.id === id);
    return new ReleaseFile(this.keep, release, [release, ...left].slice(0, this.keep));
  }

  /** With another entry for a release that it has. */
  replacing(release: Release): ReleaseFile {
    const one = (other: Release): Release => (other.number === release.number ? release : other);
    const { canary } = this;
    const tried = canary === undefined ? undefined : { ...canary, release: one(canary.release) };
    return new ReleaseFile(this.keep, one(this.current), this.releases.map(one), tried);
  }

  /** With one of its releases as the current one, and without a canary: a number that none of them has changes nothing. */
  at(number: number): ReleaseFile {
    return new ReleaseFile(this.keep, this.find(number) ?? this.current, this.releases);
  }

  /** With one of its releases, and not the current one, that gets a part of the requests: a number that none of them has changes nothing. */
  trying(number: number, percent: number): ReleaseFile {
    const release = this.find(number);
    return release === undefined ? this : new ReleaseFile(this.keep, this.current, this.releases, { release, percent });
  }

  /** The same file for the same releases. */
  render(): string {
    const { keep, current, canary, releases } = this;
    const tried = canary === undefined ? {} : { canary: { number: canary.release.number, percent: canary.percent } };
    return `${JSON.stringify({ format: FORMAT, keep, current: current.number, ...tried, releases: releases.map(ordered) }, undefined, 2)}\n`;
  }
}

function readFile(document: JsonValue): ReleaseFile {
  const field = document.fields(['format', 'keep', 'current', 'releases'], ['canary']);
  field('format').whole(FORMAT, FORMAT);
  const keep = field('keep').whole(LEAST_KEPT, MOST_KEPT);
  const items = field('releases').items();
  if (items.length < 1 || items.length > MOST_KEPT) throw field('releases').invalid(`have 1 to ${String(MOST_KEPT)} releases`);
  const releases = items.map(readRelease);
  const isDescending = releases.every(({ number }, index) => index === 0 || number < (releases[index - 1]?.number ?? 0));
  if (!isDescending) throw field('releases').invalid('have each number once, the youngest first');
  const number = field('current').whole(1, Number.MAX_SAFE_INTEGER);
  const current = releases.find((release) => release.number === number);
  if (current === undefined) {
    throw field('current').invalid(`be the number of one of the releases: ${releases.map((release) => String(release.number)).join(', ')}`);
  }
  return document.has('canary')
    ? new ReleaseFile(keep, current, releases, readCanary(field('canary'), releases, current))
    : new ReleaseFile(keep, current, releases);
}

/** Keys in the order in which a person reads them, names in that of the alphabet. */
function ordered({ number, image, source, by, at, promotedFrom, sbom, vulnerabilities, attestation, apps }: Release): object {
  const { repository, tag, id, reference } = image;
  return {
    number,
    image: { repository, tag, id, ...(reference === undefined ? {} : { reference }) },
    source: { directory: source.directory, ...(source.revision === undefined ? {} : { revision: source.revision }), dirty: source.dirty },
    by,
    at,
    ...(promotedFrom === undefined ? {} : { promotedFrom }),
    ...(sbom === undefined ? {} : { sbom: { file: sbom.file, sha256: sbom.sha256 } }),
    ...(vulnerabilities === undefined ? {} : { vulnerabilities: counted(vulnerabilities) }),
    ...(attestation === undefined ? {} : { attestation: { file: attestation.file, sha256: attestation.sha256 } }),
    apps: sorted(apps, ({ generation, environment, secrets }) => ({
      generation,
      environment: sorted(environment, (print) => print),
      secrets: sorted(secrets, (print) => print),
    })),
  };
}

function counted({ accepted, database, ...counts }: ReleasedVulnerabilities): object {
  return { ...Object.fromEntries(SEVERITY_NAMES.map((name) => [name, counts[name]])), accepted, database };
}

function sorted<T>(values: Readonly<Record<string, T>>, render: (value: T) => unknown): object {
  return Object.fromEntries(
    Object.entries(values)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, render(value)]),
  );
}

function invalid(file: string, problem: string): AppEngineError {
  return new AppEngineError(
    'ReleaseInvalid',
    `release file ${file} cannot be read: ${problem}; take it back as it was committed: git checkout -- ${file}`,
  );
}
