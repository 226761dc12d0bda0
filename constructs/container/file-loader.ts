import { Construct } from 'constructs';
import type { ITerraformDependable } from '../terraform/framework';
import { literal } from '../terraform/literal';
import { addLoader } from './loader';
import type { Volume } from './volume';

/** What a loader writes where. */
export interface FileLoaderProps {
  /** Container name without prefix and generation. */
  readonly name: string;
  readonly volume: Volume;
  /** Content by path inside the volume, without a leading slash. */
  readonly files: Readonly<Record<string, string>>;
  /** Has to exist before the files appear. @default none */
  readonly after?: readonly ITerraformDependable[];
}

const MOUNT = '/volume';

/** Writes files into a volume by uploading them into a container that never starts: the engine refuses uploads into read-only containers. */
export class FileLoader extends Construct {
  readonly dependable: ITerraformDependable;
  readonly generation: string;

  constructor(scope: Construct, id: string, props: FileLoaderProps) {
    super(scope, id);
    const loader = addLoader(this, {
      name: props.name,
      volume: props.volume,
      target: MOUNT,
      upload: Object.entries(props.files).map(([path, content]) => ({ file: `${MOUNT}/${path}`, content: literal(content) })),
      after: props.after ?? [],
    });
    this.dependable = loader.resource;
    this.generation = loader.generation;
  }
}
