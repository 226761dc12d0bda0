import { Construct } from 'constructs';
import { AppEngineError } from '../errors';
import type { ITerraformDependable } from '../cdktf/framework';
import { contentHash } from '../cdktf/generation';
import { FileLoader } from './file-loader';
import type { MountedFiles } from './mounted-files';
import { Volume } from './volume';
import { VolumeContent } from './volume-content';

/** Files that a container reads. */
export interface ConfigFilesProps {
  /** Last part of the volume's name, after instance and tenant. */
  readonly name: string;
  /** Content by path inside the directory, such as `nginx.conf`; in clear in the Terraform state, so never a secret. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute directory where the container sees them. */
  readonly directory: string;
}

/**
 * Files for read-only containers: a volume named by the hash of its content and filled once. Other content is another volume, so that the old
 * generation keeps reading its own.
 */
export class ConfigFiles extends Construct implements MountedFiles {
  /** Their directory in a container. */
  readonly directory: string;
  /** The volume that holds them. */
  readonly volume: Volume;
  /** Fills the volume. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ConfigFilesProps) {
    super(scope, id);
    const paths = Object.keys(props.files);
    for (const path of paths) {
      if (!/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path) || path.split('/').includes('..')) {
        throw new AppEngineError(
          'FilePathInvalid',
          `file path ${JSON.stringify(path)} must be relative, of letters, digits, ".", "_", "-" and "/", without ".."; use one such as "conf/app.json"`,
          this,
        );
      }
    }
    this.directory = props.directory;
    this.volume = new Volume(this, 'Volume', { name: `${props.name}-${contentHash(props.files)}`, content: VolumeContent.generated() });
    this.dependables = [
      new FileLoader(this, 'Loader', { name: `${props.name}-loader`, volume: this.volume, files: props.files }).dependable,
    ];
  }
}
