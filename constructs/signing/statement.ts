import { InvalidValue, JsonValue } from '../release/json-value';
import type { ReleasedImage, ReleasedSource } from '../release/release';

const STATEMENT = 'https://in-toto.io/Statement/v1';
const PROVENANCE = 'https://slsa.dev/provenance/v1';
/** Nothing answers there: names of `.invalid` are free for all, and taken by none. */
const BUILD_TYPE = 'https://appengine.invalid/release-build/v1';
const BUILDER = 'https://appengine.invalid/builder';
const SBOM = 'sbom';

/** Something that a build was given. */
export interface Material {
  /** Such as `apps/shop/package-lock.json`, or the name of an image. */
  readonly name: string;
  /** Of its content; an image's is its id. */
  readonly sha256: string;
}

/** Origin of an image, as an attestation has it. */
export interface Provenance {
  readonly image: ReleasedImage;
  readonly source: ReleasedSource;
  /** Of its SBOM. @default it had none */
  readonly sbom?: string;
}

/** The same, and how it came to be. */
export interface BuildRecord extends Provenance {
  /** Release that was built, such as `acme/shop`. */
  readonly release: string;
  /** In UTC, such as `2026-11-30T09:00:00Z`. */
  readonly at: string;
  /** Of this library. */
  readonly version: string;
  /** Base images and lock files, as far as they are known. */
  readonly materials: readonly Material[];
}

/** A statement of in-toto with the provenance of SLSA 1, as JSON. */
export function renderStatement({ image, source, sbom, release, at, version, materials }: BuildRecord): Buffer {
  const { directory, revision, dirty } = source;
  return Buffer.from(
    JSON.stringify({
      _type: STATEMENT,
      subject: [{ name: nameOf(image), digest: { sha256: hexOf(image) } }],
      predicateType: PROVENANCE,
      predicate: {
        buildDefinition: {
          buildType: BUILD_TYPE,
          externalParameters: { release, directory },
          resolvedDependencies: [
            {
              name: 'source',
              uri: `file:${directory}`,
              ...(revision === undefined ? {} : { digest: { gitCommit: revision } }),
              annotations: { dirty },
            },
            ...materials.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
          ],
        },
        runDetails: {
          builder: { id: BUILDER, version: { 'appengine-constructs': version } },
          metadata: { finishedOn: at },
          ...(sbom === undefined ? {} : { byproducts: [{ name: SBOM, digest: { sha256: sbom } }] }),
        },
      },
    }),
  );
}

/** Reads a statement. Fields that are not known here may be in it. @throws InvalidValue */
export function readStatement(payload: Buffer): Provenance {
  const statement = new JsonValue(parsed(payload), 'statement');
  statement.field('_type').text(exactly(STATEMENT), JSON.stringify(STATEMENT));
  statement.field('predicateType').text(exactly(PROVENANCE), JSON.stringify(PROVENANCE));
  const [subject, ...others] = statement.field('subject').items();
  if (subject === undefined || others.length > 0) throw statement.field('subject').invalid('have one subject');
  const build = statement.field('predicate').field('buildDefinition');
  build.field('buildType').text(exactly(BUILD_TYPE), JSON.stringify(BUILD_TYPE));
  const sbom = named(statement.field('predicate').field('runDetails').field('byproducts'), SBOM);
  return {
    image: readImage(subject),
    source: readSource(build),
    ...(sbom === undefined ? {} : { sbom: readDigest(sbom) }),
  };
}

/** Name of an image without installation and tenant: the same wherever it is promoted to. */
function nameOf({ repository, tag }: ReleasedImage): string {
  return `${repository}:${tag}`;
}

function hexOf({ id }: ReleasedImage): string {
  return id.slice('sha256:'.length);
}

function readImage(subject: JsonValue): ReleasedImage {
  const [repository = '', tag = ''] = subject
    .field('name')
    .text(/^[^:\s]+:[0-9a-f]{12}$/, 'the name of an image with its tag')
    .split(':');
  return { repository, tag, id: `sha256:${readDigest(subject)}` };
}

function readSource(build: JsonValue): ReleasedSource {
  const directory = build.field('externalParameters').field('directory').text(/^.+$/, 'a directory');
  const source = named(build.field('resolvedDependencies'), 'source');
  if (source === undefined) throw build.field('resolvedDependencies').invalid('have the source');
  const digest = source.field('digest');
  const revision = digest.isThere ? digest.field('gitCommit').text(/^[0-9a-f]+$/, 'the name of a commit') : undefined;
  return { directory, ...(revision === undefined ? {} : { revision }), dirty: source.field('annotations').field('dirty').flag() };
}

function named(list: JsonValue, name: string): JsonValue | undefined {
  return list.isThere ? list.items().find((item) => item.field('name').is(name)) : undefined;
}

function readDigest(value: JsonValue): string {
  return value
    .field('digest')
    .field('sha256')
    .text(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.]/g, '\\.')}$`);
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    throw new InvalidValue('the statement is no JSON');
  }
}
