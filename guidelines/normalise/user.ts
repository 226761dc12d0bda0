/** User and group of a container. */
export interface UserReference {
  readonly user: string;
  /** Undefined where the image's list of users decides. */
  readonly group: string | undefined;
}

/** `uid`, `uid:gid`, `name` or `name:group`; undefined where nothing is said, and the image decides. */
export function userReference(text: string): UserReference | undefined {
  const [user = '', group] = text.trim().split(':');
  return user === '' && group === undefined
    ? undefined
    : { user: canonical(user === '' ? '0' : user), group: group === undefined || group === '' ? undefined : canonical(group) };
}

/** True for a number, which no file in the image can turn into another. */
export function isNumericId(id: string): boolean {
  return /^\d+$/.test(id);
}

/** `00`, `+0` and `root` as `0`. */
export function canonical(id: string): string {
  if (id === 'root') return '0';
  return /^[+-]?\d+$/.test(id) ? String(BigInt(id.replace(/^\+/, ''))) : id;
}
