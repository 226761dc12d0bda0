import type { Instance } from '../../constructs/host/instance';
import { dataVolumeAddresses, stateFile } from '../state/state';
import type { TerraformStack } from '../terraform/terraform-stack';

/** Makes Terraform forget the data volumes that version 0.1 let it destroy; resolves to how many. */
export async function forgetDataVolumes(terraform: TerraformStack, instance: Instance, stack: string): Promise<number> {
  // It is repaired, or all of the stack is removed by label, without it.
  if (stateFile(instance, stack).isUnreadable) return 0;
  const addresses = dataVolumeAddresses(instance, stack);
  if (addresses.length > 0) await terraform.forget(addresses);
  return addresses.length;
}
