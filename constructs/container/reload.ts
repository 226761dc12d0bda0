import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { TerraformResource, type ITerraformDependable } from '../cdktf/framework';

/** A program that a running container executes when something it reads has changed. */
export interface Reload {
  /** Changes when the program has to run again. */
  readonly trigger: string;
  readonly container: string;
  /** Program of the container and its arguments; it has to end with 0. */
  readonly program: readonly string[];
  readonly after: readonly ITerraformDependable[];
}

/** Resources that depended on the old trigger are destroyed only after the program has ended. */
export function addReload(scope: Construct, reload: Reload): void {
  const [program, ...programArguments] = reload.program;
  // Not cdktf's DataResource: each one starts `terraform version` at synth.
  const resource = new TerraformResource(scope, 'Reload', {
    terraformResourceType: 'terraform_data',
    provisioners: [
      {
        type: 'local-exec',
        // The last argument goes into `command`: no shell sees any of them.
        interpreter: ['docker', 'exec', reload.container, program ?? '', ...programArguments.slice(0, -1)],
        command: programArguments.at(-1) ?? '',
        environment: { ...Owner.of(scope).host.clientEnvironment },
      },
    ],
    dependsOn: [...reload.after],
  });
  resource.addOverride('triggers_replace', reload.trigger);
}
