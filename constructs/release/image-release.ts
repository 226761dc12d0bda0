import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { Owner } from '../owner/owner';
import { reserveName } from '../owner/reservations';
import type { Canary } from './canary';
import type { Release } from './release';
import { ReleaseFile } from './release-file';
import { ReleasePlace } from './release-place';
import { BUILD_RELEASE_VARIABLE } from './source-release';

/** The releases of an image, and the one that is current. */
export class ImageRelease {
  /**
   * The releases that an image names.
   * @param name of the file, without the tenant's folder
   * @throws AppEngineError ReleaseNameInvalid, ReleaseOutsideTenant, ReleaseTaken, ReleaseInvalid
   */
  static of(scope: IConstruct, name: string): ImageRelease {
    const { tenant } = Owner.of(scope);
    if (tenant === undefined) {
      throw new AppEngineError(
        'ReleaseOutsideTenant',
        `release ${JSON.stringify(name)} must be in the stack of a tenant, whose name is that of its folder; move the image into a TenantStack, or drop \`release\``,
        scope,
      );
    }
    const place = ReleasePlace.of(tenant, name);
    reserveName(scope, {
      code: 'ReleaseTaken',
      kind: 'release',
      value: place.toString(),
      fix: 'give the other image to both apps, or another name to one of the releases',
    });
    // A build looks at the sources, and at no release before it.
    const isBuilt = process.env[BUILD_RELEASE_VARIABLE] === place.toString();
    return new ImageRelease(place, isBuilt ? undefined : ReleaseFile.read(place.file));
  }

  private constructor(
    private readonly place: ReleasePlace,
    private readonly releases: ReleaseFile | undefined,
  ) {}

  /** Undefined where the sources decide. */
  get current(): Release | undefined {
    return this.releases?.current;
  }

  /** Undefined where none is tried. */
  get canary(): Canary | undefined {
    return this.releases?.canary;
  }

  /** Name of its file, without the tenant's folder. */
  get name(): string {
    return this.place.app;
  }

  /** Path of its file, from the directory of the project. */
  get file(): string {
    return this.place.file;
  }
}
