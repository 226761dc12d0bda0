import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredStack } from '../state/manifest';

/** A synthesized stack, as far as builds are concerned. */
export interface BuildConfiguration {
  readonly terraform?: object;
  readonly provider?: object;
  readonly resource?: { readonly docker_image?: Readonly<Record<string, ImageResource>> };
}

/** A build, as Terraform has it. */
export interface ImageResource {
  readonly name: string;
  readonly build?: { readonly build_args?: Readonly<Record<string, string>> };
  readonly depends_on?: readonly string[];
}

/**
 * A configuration that builds one image, and those that it is built on, and nothing else. It has a state of its own: that of the stack is not concerned.
 * @param directory in which all stacks were synthesized
 * @param owner the stack of the image
 * @param image its full name
 */
export function buildProject(directory: string, stacks: readonly DeclaredStack[], owner: DeclaredStack, image: string): BuildConfiguration {
  const read = ({ workingDirectory }: DeclaredStack): BuildConfiguration =>
    JSON.parse(readFileSync(join(directory, workingDirectory, 'cdk.tf.json'), 'utf8')) as BuildConfiguration;
  const { terraform, provider } = read(owner);
  const images = new Map(
    stacks.flatMap((stack) =>
      Object.entries(read(stack).resource?.docker_image ?? {}).map(([id, one]) => [one.name, { id, one }] as const),
    ),
  );
  const wanted = new Set([image]);
  const built: Record<string, ImageResource> = {};
  // A set's iterator also visits what is added on the way.
  for (const name of wanted) {
    const found = images.get(name);
    if (found === undefined) continue;
    const bases = Object.values(found.one.build?.build_args ?? {}).flatMap((value) => images.get(value) ?? []);
    bases.forEach(({ one }) => wanted.add(one.name));
    const { depends_on: _others, ...resource } = found.one;
    built[found.id] = { ...resource, ...(bases.length === 0 ? {} : { depends_on: bases.map(({ id }) => `docker_image.${id}`) }) };
  }
  return {
    terraform: { ...terraform, backend: { local: { path: 'terraform.tfstate' } } },
    ...(provider === undefined ? {} : { provider }),
    resource: { docker_image: built },
  };
}
