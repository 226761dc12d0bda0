import { SEVERITY_NAMES } from '../vulnerabilities/severity';
import type { JsonValue } from './json-value';
import type { Release, ReleasedApp, ReleasedFile, ReleasedImage, ReleasedSource, ReleasedVulnerabilities } from './release';

/** More than that are not counted: a file that says so was not written by a build. */
const MOST = 1_000_000;
const NAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
const [HASH, FINGERPRINT] = [/^[0-9a-f]{4,64}$/, /^[0-9a-f]{8}$/];
const REFERENCE = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+@sha256:[0-9a-f]{64}$/;
/** Text that a terminal shows as it is. */
const LINE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u;

/** @throws InvalidValue */
export function readRelease(value: JsonValue): Release {
  const field = value.fields(['number', 'image', 'source', 'by', 'at', 'apps'], ['attestation', 'promotedFrom', 'sbom', 'vulnerabilities']);
  const promotedFrom = field('promotedFrom').optionalText(LINE, 'such as "staging/shop 4"');
  return {
    number: field('number').whole(1, MOST),
    image: readImage(field('image')),
    source: readSource(field('source')),
    by: field('by').text(LINE, 'a name on one line'),
    at: field('at').text(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ$/, 'a time such as "2026-11-30T09:00:00Z"'),
    ...(promotedFrom === undefined ? {} : { promotedFrom }),
    ...(field('attestation').isThere ? { attestation: readFile(field('attestation')) } : {}),
    ...(field('sbom').isThere ? { sbom: readFile(field('sbom')) } : {}),
    ...(field('vulnerabilities').isThere ? { vulnerabilities: readVulnerabilities(field('vulnerabilities')) } : {}),
    apps: byName(field('apps'), readApp),
  };
}

function readImage(value: JsonValue): ReleasedImage {
  const field = value.fields(['repository', 'tag', 'id'], ['reference']);
  const reference = field('reference').optionalText(REFERENCE, 'a host, a repository, "@sha256:" and 64 hexadecimal digits');
  return {
    repository: field('repository').text(NAME, 'a-z and 0-9 with single ".", "_" or "-" between them'),
    tag: field('tag').text(/^[0-9a-f]{12}$/, '12 hexadecimal digits'),
    id: field('id').text(/^sha256:[0-9a-f]{64}$/, '"sha256:" and 64 hexadecimal digits'),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** A file below the folder of the releases. */
function readFile(value: JsonValue): ReleasedFile {
  const field = value.fields(['file', 'sha256']);
  return {
    file: field('file').text(/^releases(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/, 'the path of a file below releases/'),
    sha256: field('sha256').text(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  };
}

function readSource(value: JsonValue): ReleasedSource {
  const field = value.fields(['directory', 'dirty'], ['revision']);
  const revision = field('revision').optionalText(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'the full name of a commit');
  return {
    directory: field('directory').text(LINE, 'a directory'),
    ...(revision === undefined ? {} : { revision }),
    dirty: field('dirty').flag(),
  };
}

function readVulnerabilities(value: JsonValue): ReleasedVulnerabilities {
  const field = value.fields([...SEVERITY_NAMES, 'accepted', 'database']);
  const count = (name: string): number => field(name).whole(0, MOST);
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    negligible: count('negligible'),
    unknown: count('unknown'),
    accepted: count('accepted'),
    database: field('database').text(/^\d{4}-[01]\d-[0-3]\d$/, 'a day such as "2026-11-28"'),
  };
}

function readApp(value: JsonValue): ReleasedApp {
  const field = value.fields(['generation', 'environment', 'secrets']);
  const fingerprints = (one: JsonValue): string => one.text(FINGERPRINT, '8 hexadecimal digits');
  return {
    generation: field('generation').text(HASH, 'hexadecimal digits'),
    environment: byName(field('environment'), fingerprints),
    secrets: byName(field('secrets'), fingerprints),
  };
}

function byName<T>(value: JsonValue, read: (value: JsonValue) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(value.entries().map(([name, one]) => [name, read(one)]));
}
