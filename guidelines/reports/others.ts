import { SHARED_KINDS, type Others } from '../judged';

/** `12 containers and 1 network of others: not judged; --all judges them`; undefined where nothing was left out. */
export function othersText(others: Others | undefined): string | undefined {
  if (others === undefined) return undefined;
  const amounts = SHARED_KINDS.filter((kind) => others[kind] > 0).map(
    (kind) => `${String(others[kind])} ${kind}${others[kind] === 1 ? '' : 's'}`,
  );
  const [last, ...before] = [...amounts].reverse();
  if (last === undefined) return undefined;
  const list = before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
  return `${list} of others: not judged; --all judges them`;
}
