import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { ProbeImage } from '../build/probe-image';
import type { GatedStart } from './gate';
import type { HardenedContainerProps } from './container-props';
import type { WritablePath } from './writable-path';

/**
 * The health gate starts a container instead of the provider where others have to end first, as with published ports, where volumes have to be given to its
 * user, and where it must not be started again once it has ended.
 * @throws AppEngineError ReplacementRefused
 */
export function gatedStart(
  scope: IConstruct,
  props: HardenedContainerProps,
  writable: readonly WritablePath[],
): { readonly start?: GatedStart } {
  const namesOf = (paths: readonly WritablePath[]): readonly string[] => [
    ...new Set(paths.flatMap(({ volume }) => (volume === undefined ? [] : [volume.volumeName]))),
  ];
  const writes = namesOf(writable.filter(({ isExclusive }) => isExclusive));
  // The platform's own images have directories that their users may write: what they make again needs no help.
  const isGiven = ({ volume }: WritablePath): boolean => volume?.content.precious === true || props.app !== undefined;
  const shares = namesOf(writable.filter((path) => !path.isExclusive && isGiven(path)));
  if (props.replacement?.stopsFirst === false && writes.length > 0) {
    throw new AppEngineError(
      'ReplacementRefused',
      `Replacement.startFirst() would let two generations write ${writes.join(', ')}; leave \`replacement\` out, or use WritablePath.sharedVolume(path, volume, reason) for programs that lock what they write`,
      scope,
    );
  }
  const publishes = (props.publish ?? []).length > 0;
  if (props.replacement?.stopsFirst === false && publishes) {
    throw new AppEngineError(
      'ReplacementRefused',
      'Replacement.startFirst() would let two generations publish one port; leave `replacement` out, or publish the port of a proxy in front',
      scope,
    );
  }
  const stopsFirst = props.replacement?.stopsFirst ?? publishes;
  if (!stopsFirst && writes.length + shares.length === 0 && props.oneShot === undefined) return {};
  const needsProbe = writes.length + shares.length > 0 || (publishes && props.healthCheck.usesProbe);
  return { start: { stopsFirst, writes, shares, ...(needsProbe ? { probe: ProbeImage.of(scope) } : {}) } };
}
