import type { Construct } from 'constructs';
import { TerraformResource } from '../cdktf/framework';

/** Address of the id in the state of the platform. */
export const INSTALLATION = { type: 'terraform_data', name: 'Installation' } as const;

/**
 * A random id of the installation, which Terraform makes at the first apply and keeps in the state. `appengine` says the same on the engine: a checkout
 * with another state is another installation, even of the same name.
 */
export function addInstallationId(scope: Construct): void {
  const resource = new TerraformResource(scope, INSTALLATION.name, { terraformResourceType: INSTALLATION.type });
  resource.overrideLogicalId(INSTALLATION.name);
}
