import { hostPath } from './host-path';

/**
 * Paths of the host that the options of a volume driver name: `device=/etc` of a bind, and the layers of an overlay. Such a volume is a mount of the
 * host's files under another name.
 */
export function driverPaths(option: string, value: string): readonly string[] {
  if (option === 'device' || option === 'mountpoint') return value.startsWith('/') ? [hostPath(value)] : [];
  if (option !== 'o') return [];
  return value
    .split(',')
    .flatMap((setting) => /^(?:lowerdir|upperdir|workdir)=(.*)$/.exec(setting)?.[1]?.split(':') ?? [])
    .filter((path) => path.startsWith('/'))
    .map(hostPath);
}
