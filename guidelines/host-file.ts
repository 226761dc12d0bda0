import { mapKnown, type Items, type Known } from './facts/known';
import type { HostFile } from './facts/host-facts';
import type { Outcome } from './outcome';

/** Allowed owners and permissions of a file. */
export interface Access {
  readonly groups: readonly string[];
  /** The most that its permission bits may be, such as `0o660`. */
  readonly mode: number;
}

const ROOT = ['root', '0'];

/** One outcome a file. One bad part is enough, even where others are unknown. */
export function expectFiles(files: Items<HostFile>, allowed: (path: string) => Access | undefined): readonly Outcome[] {
  return files.flatMap((file) => {
    if (!file.known) return [{ status: 'unknown' as const, attribute: 'files', value: file.expression }];
    const access = allowed(file.value.path);
    return access === undefined ? [] : [expectFile(file.value, access)];
  });
}

function expectFile({ path, owner, group, mode }: HostFile, access: Access): Outcome {
  const verdicts = [
    mapKnown(owner, (name) => ROOT.includes(name)),
    mapKnown(group, (name) => [...ROOT, ...access.groups].includes(name)),
    mapKnown(mode, (bits) => (bits & ~access.mode) === 0),
  ];
  const isBad = verdicts.some((verdict) => verdict.known && !verdict.value);
  const isKnown = verdicts.every(({ known }) => known);
  const rights = shown(mapKnown(mode, (bits) => bits.toString(8).padStart(3, '0')));
  return { status: isBad ? 'fail' : isKnown ? 'pass' : 'unknown', attribute: path, value: `${shown(owner)}:${shown(group)} ${rights}` };
}

function shown(text: Known<string>): string {
  return text.known ? text.value : text.expression;
}
