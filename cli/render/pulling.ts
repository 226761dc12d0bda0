import type { Pulling } from '../../operations/releases/kept-images';
import { row } from '../terminal/format';
import { withLine, type ProgressOptions } from '../terminal/progress';

/** A line for each image that comes from a registry. */
export function pullingWith(progress: ProgressOptions): Pulling {
  return (place, address, pull) =>
    withLine(place.toString(), progress, async (report) => {
      report(`pulling from ${address}`);
      await pull();
      return [undefined, row(place.toString(), `image pulled from ${address}`)];
    });
}
