import { contentHash } from '../cdktf/generation';
import { LONGEST_TENANT_NAME } from '../tenancy/tenant-name';

/** Names of one preview. */
export interface PreviewNames {
  /** Such as `pr-12`: first label of its hosts, and its name for people. */
  readonly name: string;
  /** Such as `acme-pr-12`: its stack, and its tenant. */
  readonly stack: string;
}

/** A preview's own name has at least 6 characters. */
const LONGEST_HEAD = LONGEST_TENANT_NAME - 7;
const HASH = 4;

/**
 * Names of a branch's preview. A branch that is such a name already keeps it; of any other, the name has its letters and digits and a hash of all of it, so that
 * `feature/x` and `feature-x` are two previews.
 * @param tenant the original
 * @param branch any text
 */
export function previewNames(tenant: string, branch: string): PreviewNames {
  const head = tenant.slice(0, LONGEST_HEAD).replace(/-$/, '');
  const room = LONGEST_TENANT_NAME - head.length - 1;
  const plain =
    branch
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? '';
  const isPlain = plain === branch && plain.length <= room && head === tenant;
  const cut = plain.slice(0, room - HASH - 1).replace(/-$/, '');
  const name = isPlain ? plain : [...(cut === '' ? [] : [cut]), contentHash([tenant, branch], HASH)].join('-');
  return { name, stack: `${head}-${name}` };
}
