import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { RootImage } from '../image/root-image';
import { nearest } from '../owner/nearest';
import { Owner } from '../owner/owner';
import type { BaseName } from './plan/build-plan';

/** Images that applications are built on. */
export interface RuntimeImages {
  /** A current LTS Node. */
  readonly node: IContainerImage;
  /** Python 3.13. */
  readonly python: IContainerImage;
  /** nginx that serves `/srv/www` on 8080. */
  readonly staticFiles: IContainerImage;
}

const attached = new WeakMap<IConstruct, RuntimeImages>();

/** Everything below `scope` is built on them. */
export function attachRuntimeImages(scope: IConstruct, images: RuntimeImages): void {
  attached.set(scope, images);
}

/** The image of each `ARG` that a Dockerfile names. @throws AppEngineError RuntimeImagesMissing */
export function baseImages(scope: IConstruct, names: readonly BaseName[]): Readonly<Record<string, IContainerImage>> {
  return Object.fromEntries(names.map((name) => [name, baseImage(scope, name)]));
}

function baseImage(scope: IConstruct, name: BaseName): IContainerImage {
  const { instance } = Owner.of(scope);
  if (name === 'BASE') return { imageName: RootImage.base(instance).name, dependables: [] };
  if (name === 'NPM') return { imageName: RootImage.npm(instance).name, dependables: [] };
  const images = nearest(scope, attached);
  if (images !== undefined) return { NODE: images.node, PYTHON: images.python, STATIC: images.staticFiles }[name];
  throw new AppEngineError(
    'RuntimeImagesMissing',
    `the sources are built on the platform's image ${name}, which only a TenantStack has; move the construct into one, or write a Dockerfile and use AppImage.fromDirectory`,
    scope,
  );
}
