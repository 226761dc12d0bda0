import type { Construct } from 'constructs';
import { renderLabels, type ResourceLabels } from '../owner/labels';
import { Owner } from '../owner/owner';
import { TerraformResource, TerraformStack, type ITerraformDependable } from '../cdktf/framework';

interface Removed {
  readonly from: string;
  readonly lifecycle: { readonly destroy: false };
}

const removed = new WeakMap<TerraformStack, readonly Removed[]>();

/**
 * A volume that Terraform makes and cannot destroy: to make one that is there changes nothing, and to destroy means to forget. Under another address it
 * is found again by its name.
 */
export function addKeptVolume(scope: Construct, name: string, labels: ResourceLabels): ITerraformDependable {
  const resource = new TerraformResource(scope, 'Resource', {
    terraformResourceType: 'terraform_data',
    provisioners: [
      {
        type: 'local-exec',
        // The last argument goes into `command`: no shell sees any of them.
        interpreter: [
          'docker',
          'volume',
          'create',
          ...renderLabels(labels).flatMap(({ label, value }) => ['--label', `${label}=${value}`]),
        ],
        command: name,
        environment: { ...Owner.of(scope).host.clientEnvironment },
      },
    ],
  });
  resource.addOverride('triggers_replace', [name]);
  forget(TerraformStack.of(scope), `docker_volume.${resource.friendlyUniqueId}`);
  return resource;
}

/** Version 0.1 had a resource of the provider in its place, which Terraform would destroy with all that is in it. */
function forget(stack: TerraformStack, address: string): void {
  const blocks = [...(removed.get(stack) ?? []), { from: address, lifecycle: { destroy: false as const } }];
  removed.set(stack, blocks);
  stack.addOverride('removed', blocks);
}
