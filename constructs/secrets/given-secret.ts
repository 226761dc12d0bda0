import { Construct } from 'constructs';
import { TerraformResource, type ITerraformDependable } from '../cdktf/framework';
import { gateProgram } from '../container/gate';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { ProbeImage } from '../build/probe-image';
import { Owner } from '../owner/owner';
import { fingerprint } from './fingerprint';
import { secretValue, type SecretSource } from './secret-source';
import type { StoredSecret } from './stored-secret';

/** Options of {@link GivenSecret}. */
export interface GivenSecretValueProps {
  readonly name: string;
  readonly source: SecretSource;
}

/**
 * A value from outside. The deploy reads it again and sends it to the standard input of a container without a network, which writes it into the volume. Another value
 * is another volume, so that those who use it are replaced, and the old generation keeps its own.
 */
export class GivenSecret extends Construct implements StoredSecret {
  readonly volume: Volume;
  readonly source: string;
  readonly version: string;
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, source }: GivenSecretValueProps) {
    super(scope, id);
    this.source = source.description;
    const owner = Owner.of(this);
    const context = `${owner.prefix}/${name}`;
    const print = fingerprint(secretValue(this, source), context);
    this.version = print;
    this.volume = new Volume(this, 'Volume', { name: `${name}-secret-${print}`, content: VolumeContent.generated() });
    const image = ProbeImage.of(this);
    const { instance, stack, tenant = '' } = owner.labels('secret');
    const resource = new TerraformResource(this, 'Load', {
      terraformResourceType: 'terraform_data',
      provisioners: [
        {
          type: 'local-exec',
          // No shell sees any of them, and none of them is the value.
          interpreter: [
            ...['node', gateProgram(this, 'load-secret.js'), '--image', image.imageName, '--context', context, '--fingerprint', print],
            ...['--instance', instance, '--stack', stack, '--tenant', tenant, ...source.arguments(this), '--volume'],
          ],
          command: this.volume.volumeName,
          environment: { ...owner.host.clientEnvironment },
        },
      ],
      dependsOn: [...image.dependables, ...this.volume.dependables],
    });
    resource.addOverride('triggers_replace', [this.volume.volumeName]);
    this.dependables = [resource];
  }
}
