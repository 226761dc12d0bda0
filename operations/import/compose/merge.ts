import { Located, type Entry } from '../yaml/located';

/** Lists that `extends` adds to; every other one is replaced. */
const ADDED = new Set(
  'cap_add cap_drop configs devices dns environment expose labels ports secrets security_opt tmpfs volumes depends_on'.split(' '),
);

/** A service with another one as its base, as `extends` has it. */
export function mergedService(base: Located, own: Located): Located {
  const merged = new Map<string, Entry>(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of own.entries) {
    const before = merged.get(entry.key);
    merged.set(entry.key, before === undefined ? entry : { ...entry, value: mergedValue(entry.key, before.value, entry.value) });
  }
  return new Located(own.position, merged);
}

function mergedValue(key: string, base: Located, own: Located): Located {
  if (base.isMap && own.isMap) return mergedService(base, own);
  if (!ADDED.has(key) || own.isEmpty) return own;
  return new Located(own.position, [...listed(base), ...listed(own)]);
}

/** A mapping of variables or labels as the list that it can be. */
function listed(value: Located): readonly Located[] {
  if (!value.isMap) return value.items;
  return value.entries.map(
    ({ key, position, value: { text, origin, isEmpty } }) => new Located(position, isEmpty ? key : `${key}=${text ?? ''}`, origin),
  );
}
