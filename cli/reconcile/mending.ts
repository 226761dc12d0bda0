/** One thing that was not as the state says, and was set right. */
export interface Mending {
  readonly kind: keyof typeof WORDS;
  /** Of a container, a network, a volume or an image. */
  readonly name: string;
}

const WORDS = {
  removed: 'removed, left by a deploy that did not end',
  unknown: 'known to no state, removed',
  restored: 'current again, replaced by a deploy that did not end',
  missing: 'gone from the engine, made again',
  started: 'stopped, started again',
  attached: 'cut off from a network, connected again',
  detached: 'connected with a network by hand, taken out again',
  renamed: 'renamed by hand, has its name again',
  adopted: 'unknown to the state, found again on the engine',
  renewed: 'certificate authority that was due, renewed',
  drifted: 'changed by hand, set back',
} as const;

/** One line a kind: `stopped, started again: acme-gateway-1f3a`. */
export function describeMendings(mendings: readonly Mending[]): readonly string[] {
  const kinds = (Object.keys(WORDS) as Mending['kind'][]).filter((kind) => mendings.some((mending) => mending.kind === kind));
  return kinds.map((kind) => {
    const names = mendings.filter((mending) => mending.kind === kind).map(({ name }) => name);
    return `${WORDS[kind]}: ${[...new Set(names)].sort().join(', ')}`;
  });
}
