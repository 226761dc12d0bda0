import { Size } from '../units/size';
import { WritablePath } from './writable-path';

const TMP = '/tmp';

/** Nearly every program writes to `/tmp`: what is said about other paths does not take it away. */
export function withTmp(writable: readonly WritablePath[]): readonly WritablePath[] {
  return writable.some(({ path }) => path === TMP) ? writable : [WritablePath.tmpfs(TMP, Size.mebibytes(16)), ...writable];
}

/** True if both write one volume with data. */
export function sharesData(one: readonly WritablePath[], other: readonly WritablePath[]): boolean {
  return one.some((path) => path.isExclusive && other.some(({ volume }) => volume?.volumeName === path.volume?.volumeName));
}
