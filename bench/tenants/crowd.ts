import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attributes, TerraformJson } from '../synth/recorded';

/**
 * Many tenants' stacks as one configuration, to be applied at once: the same resources with the same attributes, but in one state, because a Terraform
 * and a provider for each of them would take longer than what is measured.
 * @param stacks directories of the synthesized stacks
 */
export function writeCrowd(directory: string, stacks: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  const resource: Record<string, Record<string, Attributes>> = {};
  let settings: Partial<TerraformJson> = {};
  stacks.forEach((stack, index) => {
    const text = readFileSync(join(stack, 'cdk.tf.json'), 'utf8');
    const own = (id: string): string => `T${String(index)}_${id}`;
    const ids = Object.entries((JSON.parse(text) as TerraformJson).resource).flatMap(([type, bodies]) =>
      Object.keys(bodies).map((id) => [type, id] as const),
    );
    const renamed = ids.reduce((all, [type, id]) => all.replaceAll(`${type}.${id}`, `${type}.${own(id)}`), text);
    const { resource: resources, provider, terraform } = JSON.parse(renamed) as TerraformJson;
    for (const [type, bodies] of Object.entries(resources)) {
      for (const [id, body] of Object.entries(bodies)) (resource[type] ??= {})[own(id)] = body;
    }
    settings = { provider, terraform: { ...terraform, backend: { local: { path: 'crowd.tfstate' } } } };
    cpSync(join(stack, 'assets'), join(directory, 'assets'), { recursive: true });
  });
  writeFileSync(join(directory, 'crowd.tf.json'), JSON.stringify({ ...settings, resource }));
}
