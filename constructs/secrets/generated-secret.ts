import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { Volume } from '../container/volume';
import { generateVolume } from '../credentials/generated-volume';
import { AppEngineError } from '../errors';
import type { StoredSecret } from './stored-secret';

/** Options of {@link GeneratedSecret}. */
export interface GeneratedSecretValueProps {
  readonly name: string;
  /** 16 to 1024. */
  readonly length: number;
  /** Kind of value, as a person reads it. @default `made on the host` */
  readonly source?: string;
}

/** Makes a value where there is none, in a container without a network. */
export class GeneratedSecret extends Construct implements StoredSecret {
  readonly volume: Volume;
  readonly source: string;
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, length, source = 'made on the host' }: GeneratedSecretValueProps) {
    super(scope, id);
    this.source = source;
    if (!Number.isInteger(length) || length < 16 || length > 1024) {
      throw new AppEngineError(
        'SecretLengthOutOfRange',
        `length ${String(length)} of a secret must be a whole number from 16 to 1024; leave it out for the default`,
        this,
      );
    }
    const made = generateVolume(this, { name: `${name}-secret`, content: 'secret', command: ['secret', 'generate', String(length)] });
    this.volume = made.volume;
    this.dependables = made.dependables;
  }
}
