import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isWithSettings } from '../../constructs/image/directory-build';

/** The parts of a synthesized stack that builds are in. */
interface Configuration {
  readonly resource?: { readonly docker_image?: Readonly<Record<string, ImageResource>> };
}

interface ImageResource {
  readonly '//'?: { readonly metadata?: { readonly path?: string } };
  readonly build?: { readonly context?: string; readonly dockerfile?: string; readonly build_log_file?: string };
}

/** A build as a synthesized stack declares it. */
export interface DeclaredBuild {
  /** Path of the construct. */
  readonly path: string;
  /** Its Dockerfile, from the working directory: the one that people have written, where there is one. */
  readonly dockerfile: string;
  /** Its log, from the working directory; undefined where the builder writes none. */
  readonly log: string | undefined;
}

/**
 * The build behind an address such as `docker_image.ShopImage_AEC703C9`; undefined for anything else.
 * @param directory of the synthesized stack
 */
export function declaredBuild(directory: string, address: string): DeclaredBuild | undefined {
  const [type, name = ''] = address.split('.');
  const file = join(directory, 'cdk.tf.json');
  if (type !== 'docker_image' || !existsSync(file)) return undefined;
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as Configuration;
  const image = resource?.docker_image?.[name];
  if (image?.build?.context === undefined) return undefined;
  // From where the command runs.
  const from = (path: string): string => relative('', resolve(directory, path));
  const { context, dockerfile = 'Dockerfile', build_log_file: log } = image.build;
  return {
    path: (image['//']?.metadata?.path ?? address).replace(/\/Resource$/, ''),
    dockerfile: from(join(context, isWithSettings(dockerfile) ? 'Dockerfile' : dockerfile)),
    log: log === undefined ? undefined : from(log),
  };
}
