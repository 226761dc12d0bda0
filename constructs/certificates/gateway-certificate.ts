import type { FileLoader } from '../container/file-loader';
import type { MountedFiles } from '../container/mounted-files';

/** Directory in which a server sees its certificates. */
export const CERTIFICATES_DIRECTORY = '/etc/certificates';

/** One certificate for all hosts of a tenant, as its gateway takes it. */
export interface GatewayCertificate extends MountedFiles {
  /** Absolute path in the gateway: certificates, and the key in the same file or beside it with `.key` appended. */
  readonly file: string;
  /** Content with which a deploy fills the volume: the gateway takes another generation by a reload. */
  readonly loaders: readonly FileLoader[];
  /** Absolute path in the gateway of the map with the thumbprint of the ACME account; undefined where there is none. */
  readonly accountMap: string | undefined;
}
