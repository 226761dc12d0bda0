/** A document in CycloneDX, as far as it is looked at. */
interface CycloneDx {
  readonly $schema?: string;
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber?: string;
  readonly version: number;
  readonly metadata?: object;
  readonly components?: readonly { readonly 'bom-ref'?: string }[];
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * The document that an image has, whenever it is made.
 * @param text made by syft, of a document of ours
 * @param namespace of that document, which ends with the id of the image
 * @param created when the image was built
 */
export function normaliseCycloneDx(text: string, namespace: string, created: string): string {
  const { serialNumber: _random, metadata, components = [], dependencies = [], ...rest } = JSON.parse(text) as CycloneDx;
  const document = {
    ...rest,
    serialNumber: `urn:uuid:${uuidOf(namespace.slice(namespace.lastIndexOf('/') + 1))}`,
    metadata: { ...metadata, timestamp: created },
    components: [...components].sort((a, b) => compare(a['bom-ref'] ?? '', b['bom-ref'] ?? '')),
    dependencies: dependencies
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: [...dependsOn].sort() }))
      .sort((a, b) => compare(a.ref, b.ref)),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** UUID of version 8, whose bits are of our own choice (RFC 9562). @param hash 64 hexadecimal digits */
function uuidOf(hash: string): string {
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
