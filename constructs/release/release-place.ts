import { AppEngineError } from '../errors';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST = 40;
/** Folder of all release files, in the directory of the project. */
export const RELEASES_FOLDER = 'releases';

/** An application of a tenant whose releases are in a file, such as `acme/shop`. */
export class ReleasePlace {
  /** @param text such as `acme/shop`. @throws AppEngineError ReleaseNameInvalid */
  static parse(text: string): ReleasePlace {
    const [tenant = '', app = '', ...more] = text.split('/');
    if (more.length === 0 && [tenant, app].every(isName)) return new ReleasePlace(tenant, app);
    throw nameInvalid(`${JSON.stringify(text)} must be a tenant and the name of a release`);
  }

  /** @throws AppEngineError ReleaseNameInvalid */
  static of(tenant: string, app: string): ReleasePlace {
    if (isName(app)) return new ReleasePlace(tenant, app);
    throw nameInvalid(`release ${JSON.stringify(app)} must be 1 to ${String(LONGEST)} of a-z, 0-9 and single "-", a letter first`);
  }

  private constructor(
    readonly tenant: string,
    readonly app: string,
  ) {}

  /** Path of its file, from the directory of the project. */
  get file(): string {
    return `${RELEASES_FOLDER}/${this.tenant}/${this.app}.json`;
  }

  /** Path of the attestation of a release, from the directory of the project. */
  attestation(number: number): string {
    return `${RELEASES_FOLDER}/${this.tenant}/${this.app}/${String(number)}.intoto.json`;
  }

  /** Such as `acme/shop`. */
  toString(): string {
    return `${this.tenant}/${this.app}`;
  }
}

function isName(text: string): boolean {
  return NAME.test(text) && text.length <= LONGEST;
}

function nameInvalid(problem: string): AppEngineError {
  return new AppEngineError('ReleaseNameInvalid', `${problem}; write it such as acme/shop, or { release: 'shop' } in the program`);
}
