import { join } from 'node:path';
import { Construct } from 'constructs';
import { FileLoader } from '../container/file-loader';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { CHAIN_FILE, KEY_FILE, checkCertificateFiles } from './certificate-files';
import { CERTIFICATES_DIRECTORY, type GatewayCertificate } from './gateway-certificate';

/** Options of {@link FileCertificate}. */
export interface FileCertificateProps {
  /** Absolute, or relative to the working directory. */
  readonly directory: string;
  /** All hosts of the tenant. */
  readonly hosts: readonly string[];
}

/** A certificate from files of this machine, in a volume that only the tenant's gateway mounts. Terraform's state has their paths and hashes alone. */
export class FileCertificate extends Construct implements GatewayCertificate {
  readonly directory = CERTIFICATES_DIRECTORY;
  readonly volume: Volume;
  readonly file: string;
  readonly loaders: readonly FileLoader[];
  readonly accountMap = undefined;

  constructor(scope: Construct, id: string, props: FileCertificateProps) {
    super(scope, id);
    checkCertificateFiles(this, props.directory, props.hosts);
    // Of its hosts alone: renewed files have the same name, and the gateway keeps running.
    const name = `${contentHash([...props.hosts].sort())}.pem`;
    this.file = `${CERTIFICATES_DIRECTORY}/${name}`;
    this.volume = new Volume(this, 'Volume', { name: 'certificate-files', content: VolumeContent.generated() });
    this.loaders = [
      new FileLoader(this, 'Loader', {
        name: 'certificate-files',
        volume: this.volume,
        sources: { [name]: join(props.directory, CHAIN_FILE), [`${name}.key`]: join(props.directory, KEY_FILE) },
      }),
    ];
  }

  get dependables(): readonly ITerraformDependable[] {
    return this.loaders.map((loader) => loader.dependable);
  }
}
