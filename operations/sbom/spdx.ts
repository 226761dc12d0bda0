import { AppEngineError } from '../../constructs/errors';

/** A document in SPDX 2.3, as far as it is looked at; everything else is kept as it is. */
export interface SpdxDocument {
  readonly spdxVersion: string;
  readonly dataLicense: string;
  readonly SPDXID: string;
  readonly name: string;
  readonly documentNamespace: string;
  readonly creationInfo: SpdxCreation;
  readonly packages: readonly SpdxPackage[];
  readonly hasExtractedLicensingInfos?: readonly SpdxLicense[];
  readonly relationships: readonly SpdxRelationship[];
}

/** Program that made a document, and when. */
export interface SpdxCreation {
  readonly licenseListVersion?: string;
  readonly creators: readonly string[];
  readonly created: string;
}

/** A package in an image. */
export interface SpdxPackage {
  readonly name: string;
  readonly SPDXID: string;
  readonly versionInfo?: string;
  /** Place in which it was found, in words. */
  readonly sourceInfo?: string;
  readonly externalRefs?: readonly SpdxReference[];
  readonly [field: string]: unknown;
}

/** Another name of a package, such as its package URL. */
export interface SpdxReference {
  readonly referenceCategory: string;
  readonly referenceType: string;
  readonly referenceLocator: string;
}

/** A licence that SPDX has no name for. */
export interface SpdxLicense {
  readonly licenseId: string;
  readonly [field: string]: unknown;
}

/** A relationship of two packages, or of the document and a package. */
export interface SpdxRelationship {
  readonly spdxElementId: string;
  readonly relatedSpdxElement: string;
  readonly relationshipType: string;
  readonly comment?: string;
}

/** @param source of the text, for errors. @throws AppEngineError SbomInvalid */
export function parseSpdx(text: string, source: string): SpdxDocument {
  let document: Partial<SpdxDocument> | null;
  try {
    document = JSON.parse(text) as Partial<SpdxDocument> | null;
  } catch (error) {
    throw invalid(source, error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'it is no JSON');
  }
  const isSpdx = typeof document?.spdxVersion === 'string' && document.spdxVersion.startsWith('SPDX-2.');
  if (!isSpdx || !Array.isArray(document?.packages) || !Array.isArray(document.relationships)) throw invalid(source, 'it is no SPDX 2');
  return document as SpdxDocument;
}

/** Package URL; undefined where it has none, such as the image itself. */
export function purlOf({ externalRefs = [] }: SpdxPackage): string | undefined {
  return externalRefs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator;
}

/** Type of a package, as package URLs name it, such as `deb` or `npm`. */
export function typeOf(one: SpdxPackage): string {
  return /^pkg:([^/]+)\//.exec(purlOf(one) ?? '')?.[1] ?? 'generic';
}

/** The same text for the same document, with a line for each package: a diff of two has what changed, and nothing else. */
export function renderSpdx(document: SpdxDocument): string {
  const { packages, relationships, hasExtractedLicensingInfos: licenses, ...head } = document;
  const lists = [
    ['packages', packages],
    ...(licenses === undefined ? [] : [['hasExtractedLicensingInfos', licenses] as const]),
    ['relationships', relationships],
  ] as const;
  const fields = [
    ...Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    ...lists.map(([name, items]) => `  ${JSON.stringify(name)}: [\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`),
  ];
  return `{\n${fields.join(',\n')}\n}\n`;
}

function invalid(source: string, problem: string): AppEngineError {
  return new AppEngineError(
    'SbomInvalid',
    `the list of packages of ${source} cannot be read: ${problem}; make it again: npx appengine sbom, or npx appengine release build`,
  );
}
