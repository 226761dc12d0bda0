import type { Instance } from '../../constructs/host/instance';
import { dataVolumeAddresses } from '../deploy/state';
import type { TerraformStack } from '../deploy/terraform-stack';

/** Makes Terraform forget the data volumes that version 0.1 let it destroy; resolves to how many. */
export async function forgetDataVolumes(terraform: TerraformStack, instance: Instance, stack: string): Promise<number> {
  const addresses = dataVolumeAddresses(instance, stack);
  if (addresses.length > 0) await terraform.forget(addresses);
  return addresses.length;
}
