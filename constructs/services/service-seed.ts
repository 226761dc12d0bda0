import { existsSync } from 'node:fs';
import { Construct } from 'constructs';
import { pathFromStack } from '../cdktf/output';
import { TerraformResource, type ITerraformDependable } from '../cdktf/framework';
import { gateProgram } from '../container/gate';
import type { Volume } from '../container/volume';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import type { Seed } from '../tenancy/seed';

/** Options of {@link ServiceSeed}. */
export interface ServiceSeedProps {
  readonly seed: Seed;
  /** Name of the service, of its database, and of the original's. */
  readonly service: string;
  /** As the platform offers it. */
  readonly type: string;
  /** Tenant that the preview is of. */
  readonly original: string;
  /** Has the database: another one is empty again. */
  readonly data: Volume;
  /** Exists when the server answers. */
  readonly server: ITerraformDependable;
}

/** Types whose client takes statements. */
const WITH_STATEMENTS = ['mariadb', 'postgres'];
/** Type whose backups can be written as statements. */
const WITH_EXPORT = 'postgres';

/** The first data of a preview's database: sent to the client in the server's own container, once, before an app uses it. */
export class ServiceSeed extends Construct {
  /** Exist when the data is there. */
  readonly dependables: readonly ITerraformDependable[];

  /** @throws AppEngineError SeedInvalid */
  constructor(scope: Construct, id: string, { seed, service, type, original, data, server }: ServiceSeedProps) {
    super(scope, id);
    if (!WITH_STATEMENTS.includes(type)) {
      throw new AppEngineError(
        'SeedInvalid',
        `service ${JSON.stringify(service)} is a ${type}, and seeds are of ${WITH_STATEMENTS.join(' and ')} alone; fill it by a Job of the preview`,
        this,
      );
    }
    if (seed.file === undefined && type !== WITH_EXPORT) {
      throw new AppEngineError(
        'SeedInvalid',
        `service ${JSON.stringify(service)} is a ${type}, whose backups are no statements; use Seed.sql(file), or a PostgreSQL`,
        this,
      );
    }
    if (seed.file !== undefined && !existsSync(seed.file)) {
      throw new AppEngineError(
        'SeedInvalid',
        `seed ${JSON.stringify(seed.file)} of service ${JSON.stringify(service)} is not there; name a file relative to the working directory`,
        this,
      );
    }
    const owner = Owner.of(this);
    const { instance, stack } = owner.labels('service');
    const source = seed.file === undefined ? ['--original', original] : ['--file', pathFromStack(this, seed.file)];
    const resource = new TerraformResource(this, 'Load', {
      terraformResourceType: 'terraform_data',
      provisioners: [
        {
          type: 'local-exec',
          // No shell sees any of them.
          interpreter: [
            'node',
            gateProgram(this, 'load-seed.js'),
            '--instance',
            instance,
            '--stack',
            stack,
            '--type',
            type,
            ...source,
            '--service',
          ],
          command: service,
          environment: { ...owner.host.clientEnvironment },
        },
      ],
      dependsOn: [server],
    });
    resource.addOverride('triggers_replace', [data.volumeName]);
    this.dependables = [resource];
  }
}
