import { Construct } from 'constructs';
import { renderLabels } from '../owner/labels';
import { takeClaim } from '../owner/claims';
import { Owner } from '../owner/owner';
import { Volume as VolumeResource } from '../cdktf/bindings';
import { addKeptVolume } from './kept-volume';
import type { ITerraformDependable } from '../cdktf/framework';

/** What a volume is called and for. */
export interface VolumeProps {
  /** Last part of the name, after instance and tenant. Another name is another volume: the old one is kept. */
  readonly name: string;
  /** Whose content it is. @default VolumeContent.data() */
  readonly content?: VolumeContent;
}

/** Whether somebody would miss what is in a volume. */
export class VolumeContent {
  /** Users' data: no deploy removes it, only `appengine volumes remove` and `appengine down --volumes` do. */
  static data(): VolumeContent {
    return new VolumeContent(true);
  }

  /** Can be made again from the sources. */
  static generated(): VolumeContent {
    return new VolumeContent(false);
  }

  private constructor(readonly precious: boolean) {}
}

/** A named volume on the host, mounted by name: never a host path (guideline 10). */
export class Volume extends Construct {
  readonly volumeName: string;
  readonly content: VolumeContent;
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: VolumeProps) {
    super(scope, id);
    const owner = Owner.of(this);
    this.content = props.content ?? VolumeContent.data();
    this.volumeName = `${owner.prefix}-${props.name}`;
    takeClaim(this, { code: 'NameClash', kind: 'volume name', value: this.volumeName, fix: 'give one of the two another name' });
    this.dependable = this.content.precious
      ? addKeptVolume(this, this.volumeName, owner.labels('volume', { data: 'true' }))
      : new VolumeResource(this, 'Resource', {
          name: this.volumeName,
          labels: renderLabels(owner.labels('volume')),
          // A changed label would replace the volume, and take what is in it.
          lifecycle: { createBeforeDestroy: true, ignoreChanges: ['labels'] },
        });
  }
}
