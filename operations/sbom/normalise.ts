import { createHash } from 'node:crypto';
import { purlOf, typeOf, type SpdxDocument, type SpdxPackage, type SpdxReference, type SpdxRelationship } from './spdx';

/** An image that a document is about. */
export interface DescribedImage {
  /** Without installation and tenant, such as `shop`. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…` */
  readonly id: string;
  /** When it was built: that of its configuration, and so a part of the id. */
  readonly created: string;
}

const ROOT = 'SPDXRef-Image';
const DOCUMENT = 'SPDXRef-DOCUMENT';
/** The same as no field, but for the one that SPDX asks for. */
const NOTHING = 'NOASSERTION';
/** Types whose packages a database of vulnerabilities knows by their names alone: guesses of what NVD may call them are left out. */
const KNOWN_BY_NAME: readonly string[] = ['deb', 'gem', 'maven', 'npm', 'pypi'];

/**
 * The document that an image has, whenever and wherever it is made: times, random names and the order of syft are gone, and what is left is decided by the image.
 * Names in it are without versions, so that a package with another version is one line of a diff.
 * @param made by syft, of the image
 */
export function normalised(made: SpdxDocument, image: DescribedImage): SpdxDocument {
  const roots = new Set(made.relationships.filter(({ spdxElementId }) => spdxElementId === DOCUMENT).map((one) => one.relatedSpdxElement));
  const packages = made.packages.filter(({ SPDXID }) => !roots.has(SPDXID)).sort((a, b) => compare(sortKey(a), sortKey(b)));
  const ids = new Map([[DOCUMENT, DOCUMENT], ...[...roots].map((root) => [root, ROOT] as const), ...idsOf(packages)]);
  const licenses =
    made.hasExtractedLicensingInfos && [...made.hasExtractedLicensingInfos].sort((a, b) => compare(a.licenseId, b.licenseId));
  const hash = image.id.replace(/^sha256:/, '');
  return {
    spdxVersion: made.spdxVersion,
    dataLicense: made.dataLicense,
    SPDXID: DOCUMENT,
    name: image.repository,
    // RFC 2606: a name that no other document has, and no address.
    documentNamespace: `https://appengine.invalid/spdx/${hash}`,
    creationInfo: { ...made.creationInfo, created: image.created },
    packages: [rootOf(image, hash), ...packages.map((one) => cleaned(one, ids.get(one.SPDXID) ?? one.SPDXID))],
    ...(licenses === undefined ? {} : { hasExtractedLicensingInfos: licenses }),
    relationships: [
      { spdxElementId: DOCUMENT, relatedSpdxElement: ROOT, relationshipType: 'DESCRIBES' },
      ...made.relationships.filter(({ spdxElementId }) => spdxElementId !== DOCUMENT).flatMap((one) => renamed(one, ids)),
    ].sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b))),
  };
}

function rootOf({ repository, tag }: DescribedImage, hash: string): SpdxPackage {
  return {
    name: repository,
    SPDXID: ROOT,
    versionInfo: tag,
    downloadLocation: NOTHING,
    filesAnalyzed: false,
    checksums: [{ algorithm: 'SHA256', checksumValue: hash }],
    primaryPackagePurpose: 'CONTAINER',
  };
}

/** Without what is about single files, and without guesses. */
function cleaned(one: SpdxPackage, id: string): SpdxPackage {
  const { name, SPDXID: _old, hasFiles: _files, packageVerificationCode: _code, externalRefs = [], ...rest } = one;
  const isKnown = KNOWN_BY_NAME.includes(typeOf(one));
  const references = externalRefs.filter(({ referenceType }) => !(isKnown && referenceType === 'cpe23Type'));
  return {
    name,
    SPDXID: id,
    ...Object.fromEntries(Object.entries(rest).filter(([field, value]) => value !== NOTHING || field === 'downloadLocation')),
    filesAnalyzed: false,
    externalRefs: references.map(withoutPointRelease).sort((a, b) => compare(a.referenceLocator, b.referenceLocator)),
  };
}

/** Debian 13.8 has the packages of Debian 13, and a point release would change every line. Vulnerabilities are known by the first number. */
function withoutPointRelease(one: SpdxReference): SpdxReference {
  return { ...one, referenceLocator: one.referenceLocator.replace(/^(pkg:deb\/debian\/.*[?&]distro=debian-\d+)\.[\d.]+/, '$1') };
}

/** Names that stay when a version changes. Two of the same name and place are counted in the order of their versions. */
function idsOf(packages: readonly SpdxPackage[]): readonly (readonly [old: string, name: string])[] {
  const taken = new Map<string, number>();
  return packages.map((one) => {
    const place = createHash('sha256').update(placeKey(one)).digest('hex').slice(0, 8);
    const name = `SPDXRef-${typeOf(one)}-${one.name}-${place}`.replace(/[^A-Za-z0-9.-]/g, '-');
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return [one.SPDXID, count === 1 ? name : `${name}-${String(count)}`];
  });
}

/** Name and place, without the version, which a place may have in it, too. */
function placeKey(one: SpdxPackage): string {
  const { name, versionInfo = '', sourceInfo = '' } = one;
  const place = versionInfo === '' ? sourceInfo : sourceInfo.replaceAll(versionInfo, '');
  return JSON.stringify([typeOf(one), name, place, (purlOf(one) ?? '').replace(/@[^?#]*/, '').replace(/distro=[^&#]*&?/, '')]);
}

function sortKey(one: SpdxPackage): string {
  return JSON.stringify([typeOf(one), one.name, placeKey(one), one.versionInfo ?? '', one.SPDXID]);
}

/** Under the new names; none where it is about a single file. */
function renamed(one: SpdxRelationship, ids: ReadonlyMap<string, string>): readonly SpdxRelationship[] {
  const [from, to] = [ids.get(one.spdxElementId), ids.get(one.relatedSpdxElement)];
  if (from === undefined || to === undefined) return [];
  const { relationshipType, comment } = one;
  return [{ spdxElementId: from, relatedSpdxElement: to, relationshipType, ...(comment === undefined ? {} : { comment }) }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
