import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { literal } from '../cdktf/literal';
import { pathFromStack } from '../cdktf/output';
import { addLoader } from './loader';
import type { IVolume } from './volume-reference';

/** Options of {@link FileLoader}. */
export interface FileLoaderProps {
  /** Container name without prefix and generation. */
  readonly name: string;
  /** The volume to fill. */
  readonly volume: IVolume;
  /** Content by path inside the volume, without a leading slash; in clear in the Terraform state. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Files of this machine by path inside the volume: the state has their paths and hashes, and never what is in them. @default none */
  readonly sources?: Readonly<Record<string, string>>;
  /** Has to exist before the files appear. @default none */
  readonly after?: readonly ITerraformDependable[];
}

const MOUNT = '/volume';

/** Writes files into a volume by uploading them into a container that never starts: the engine refuses uploads into read-only containers. */
export class FileLoader extends Construct {
  /** Exists when the volume is filled. */
  readonly dependable: ITerraformDependable;
  /** Changes with the files. */
  readonly generation: string;

  constructor(scope: Construct, id: string, props: FileLoaderProps) {
    super(scope, id);
    const loader = addLoader(this, {
      name: props.name,
      volume: props.volume,
      target: MOUNT,
      upload: [
        ...Object.entries(props.files ?? {}).map(([path, content]) => ({ file: `${MOUNT}/${path}`, content: literal(content) })),
        ...Object.entries(props.sources ?? {}).map(([path, source]) => ({
          file: `${MOUNT}/${path}`,
          source: literal(pathFromStack(this, source)),
          sourceHash: createHash('sha256').update(readFileSync(source)).digest('hex'),
          permissions: '0444',
        })),
      ],
      after: props.after ?? [],
    });
    this.dependable = loader.resource;
    this.generation = loader.generation;
  }
}
