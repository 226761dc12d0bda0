import { known, mapItems } from '../../facts/known';
import type { VolumeFacts } from '../../facts/volume-facts';
import type { EngineResponse } from './engine-response';
import type { Declarations } from './declarations';
import { nameOf } from './names';
import { pathsIn } from './read-mounts';

/** @throws AppEngineError EngineAnswerInvalid */
export function volumeFacts(answer: EngineResponse, declarations: Declarations): VolumeFacts {
  const name = nameOf(answer);
  const options = answer.about(`volume ${name}`).entries('Options');
  return {
    kind: 'volume',
    ...declarations.identify('volume', name),
    name: known(name),
    hostPaths: mapItems(pathsIn(options), (path) => known({ path, readOnly: known(false) })),
    options,
  };
}
