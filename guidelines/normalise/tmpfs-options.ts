import { sizeInBytes } from './size';

/** Flags of a tmpfs, such as `nosuid`, and its size in bytes, undefined when nothing bounds it. The last of several wins, as in the kernel. */
export function tmpfsOptions(text: string): { readonly flags: readonly string[]; readonly bytes: number | undefined } {
  const options = text.split(',').map((option) => option.trim());
  const size = options.filter((option) => option.startsWith('size=')).at(-1);
  return {
    flags: options.filter((option) => option !== '' && !option.includes('=')),
    bytes: size === undefined ? undefined : sizeInBytes(size.slice('size='.length)),
  };
}
