import { Construct } from 'constructs';
import { renderLabels } from '../owner/labels';
import { reserveName } from '../owner/reservations';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { Owner } from '../owner/owner';
import { Volume as VolumeResource } from '../cdktf/bindings';
import { addKeptVolume } from './kept-volume';
import type { ITerraformDependable } from '../cdktf/framework';
import { VolumeContent } from './volume-content';
import type { IVolume } from './volume-reference';

/** Options of {@link Volume}. */
export interface VolumeProps {
  /** Last part of the name, after instance and tenant. Another name is another volume: the old one is kept. @default the construct's id in kebab case */
  readonly name?: string;
  /** Data, or content that can be made again. @default VolumeContent.data() */
  readonly content?: VolumeContent;
}

/** As the engine has it. */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** A named volume on the host, mounted by name: never a host path (guideline 10). */
export class Volume extends Construct implements IVolume {
  /**
   * A volume that something else makes.
   * @param name its full name on the engine
   * @param content whose it is; by default users' data, which has one writer at any moment
   * @throws AppEngineError VolumeNameInvalid, for a path of the host among others
   */
  static fromName(name: string, content: VolumeContent = VolumeContent.data()): IVolume {
    if (!NAME.test(name)) {
      throw new AppEngineError(
        'VolumeNameInvalid',
        `volume name ${JSON.stringify(name)} must be 2 or more of letters, digits, "_", "." and "-", a letter or digit first; a directory of the host is no volume (guideline 10): make a volume, and copy its files there`,
      );
    }
    return { volumeName: name, content, dependables: [] };
  }

  /** Its full name on the engine. */
  readonly volumeName: string;
  /** Data, or content that can be made again. */
  readonly content: VolumeContent;
  /** Exists when the volume does. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, { name = kebabCase(id), content = VolumeContent.data() }: VolumeProps = {}) {
    super(scope, id);
    const owner = Owner.of(this);
    this.content = content;
    this.volumeName = `${owner.prefix}-${name}`;
    reserveName(this, { code: 'NameClash', kind: 'volume name', value: this.volumeName, fix: 'set `name` of one of the two' });
    this.dependable = this.content.precious
      ? addKeptVolume(this, this.volumeName, owner.labels('volume', { data: 'true' }))
      : new VolumeResource(this, 'Resource', {
          name: this.volumeName,
          labels: renderLabels(owner.labels('volume')),
          // A changed label would replace the volume, and take what is in it.
          lifecycle: { createBeforeDestroy: true, ignoreChanges: ['labels'] },
        });
  }

  get dependables(): readonly ITerraformDependable[] {
    return [this.dependable];
  }
}
