import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { MountedFiles } from '../container/mounted-files';
import type { Volume } from '../container/volume';
import { generateVolume } from '../credentials/generated-volume';

/** Options of {@link GeneratedCredentials}. */
export interface GeneratedCredentialsProps {
  /** Name of the service, which is its host. */
  readonly service: string;
  readonly type: string;
  readonly scheme: string;
  readonly port: number;
  readonly username: string;
  /** @default none */
  readonly database?: string;
}

/** Credentials of a service whose server is given its password: made once, in a container without a network, for the server and all apps that use it. */
export class GeneratedCredentials extends Construct {
  private readonly volume: Volume;
  private readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GeneratedCredentialsProps) {
    super(scope, id);
    const { service, type, scheme, port, username, database } = props;
    const endpoint = [service, String(port), username, ...(database === undefined ? [] : [database])];
    // The server keeps the password in its data.
    const made = generateVolume(this, {
      name: `${service}-credentials`,
      content: 'password',
      command: ['credentials', 'generate', '/credentials', type, scheme, ...endpoint],
    });
    this.volume = made.volume;
    this.dependables = made.dependables;
  }

  /** Their files in a directory. @param directory absolute, in the container that reads them */
  at(directory: string): MountedFiles {
    return { directory, volume: this.volume, dependables: this.dependables };
  }
}
