import type { OpenedState } from '../../operations/state/stack-state';
import type { TerraformState } from '../../operations/state/terraform-state';
import type { TerraformCli } from '../../operations/terraform/terraform-cli';

/** Makes Terraform forget the data volumes that version 0.1 let it destroy; resolves to how many. */
export async function forgetDataVolumes(terraform: TerraformCli, { state, isStored }: OpenedState): Promise<number> {
  // It is repaired, or all of the stack is removed by label, without it.
  const addresses = isStored ? dataVolumeAddresses(state) : [];
  if (addresses.length > 0) await terraform.forget(addresses);
  return addresses.length;
}

/** Terraform addresses of the volumes that hold users' data: a state of version 0.1 has such. */
function dataVolumeAddresses({ resources }: TerraformState): readonly string[] {
  return resources
    .filter(({ mode, type }) => mode === 'managed' && type === 'docker_volume')
    .filter(({ instances }) =>
      instances.some(({ attributes }) =>
        (attributes.labels ?? []).some(({ label, value }) => label === 'appengine.data' && value === 'true'),
      ),
    )
    .map(({ type, name }) => `${type}.${name}`);
}
