import type { IConstruct } from 'constructs';
import type { Memory } from '../container/limits';
import { AppEngineError } from '../errors';
import type { OfferedService } from '../service-pool/service-catalogue';

/** Memory of a service in MiB. @throws AppEngineError ServiceTooLarge */
export function checkedMemory(scope: IConstruct, { offer }: OfferedService, { mebibytes }: Memory): number {
  const most = offer.memory.mebibytes ?? Infinity;
  if (mebibytes !== undefined && mebibytes <= most) return mebibytes;
  throw new AppEngineError(
    'ServiceTooLarge',
    `memory of ${mebibytes === undefined ? 'no limit' : `${String(mebibytes)} MiB`} must be at most ${String(most)} MiB, which the platform offers for ${offer.type}; lower \`memory\`, or raise it in ServiceOffer.${offer.factory}({ memory })`,
    scope,
  );
}
