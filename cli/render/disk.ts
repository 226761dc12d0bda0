import type { DiskUsage } from '../../operations/disk/disk-usage';
import { formatBytes } from '../terminal/format';

/** Space that one kind of things takes. */
export interface DiskLine {
  readonly subject: string;
  readonly detail: string;
  /** Command that frees it. @default nothing is to be freed by hand */
  readonly free?: string;
}

/** A line for each kind of things that are no volumes. @param usage undefined where the engine does not tell */
export function describeDisk(usage: DiskUsage | undefined): readonly DiskLine[] {
  if (usage === undefined) return [{ subject: 'Disk', detail: 'the engine does not say within 5 s what is taken' }];
  const { images, buildCache, failedContainers: failed } = usage;
  const { length: count } = failed.names;
  const earlier = images.earlier === 0 ? '' : `, ${String(images.earlier)} earlier (${formatBytes(images.earlierBytes)})`;
  return [
    { subject: 'Images', detail: `${formatBytes(images.engineBytes)} on the engine; ${String(images.count)} ours${earlier}` },
    {
      subject: 'Build cache',
      detail: `${formatBytes(buildCache.bytes)}, of all builds on the engine`,
      ...(buildCache.bytes === 0 ? {} : { free: 'docker builder prune --all' }),
    },
    ...(count === 0
      ? []
      : [
          {
            subject: 'Failed',
            detail: `${String(count)} ${count === 1 ? 'container' : 'containers'} kept for a look, ${formatBytes(failed.bytes)}`,
            free: `docker rm ${failed.names.join(' ')}`,
          },
        ]),
  ];
}
