import { contentHash } from '../cdktf/generation';
import { LONGEST_TENANT_NAME } from './tenant-name';

/** Names of one preview. */
export interface PreviewNames {
  /** First label of its hosts, and its name for people, such as `pr-12` or `feature-login-1b2c3d`. */
  readonly name: string;
  /** Its stack, and its tenant, such as `acme-pr-12` or `acme-1b2c3d`: short, since every name of a container begins with it. */
  readonly stack: string;
}

const LONGEST_NAME = 40;
/** Of a stack, behind its tenant. */
const TAIL = 6;
const LONGEST_HEAD = LONGEST_TENANT_NAME - TAIL - 1;

/**
 * Names of a branch's preview. A branch that is such a name already keeps it; the name of any other has its letters and digits and a hash of all of it, so that
 * `feature/x` and `feature-x` are two previews. A stack has the name where that is short, and the hash otherwise.
 * @param tenant the original
 * @param branch any text
 */
export function previewNames(tenant: string, branch: string): PreviewNames {
  const hash = contentHash([tenant, branch], TAIL);
  const plain =
    branch
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? '';
  const isPlain = plain === branch && plain.length <= LONGEST_NAME;
  const cut = plain.slice(0, LONGEST_NAME - TAIL - 1).replace(/-$/, '');
  const head = tenant.slice(0, LONGEST_HEAD).replace(/-$/, '');
  const isShort = isPlain && plain.length <= TAIL && head === tenant;
  return { name: isPlain ? plain : [...(cut === '' ? [] : [cut]), hash].join('-'), stack: `${head}-${isShort ? plain : hash}` };
}
