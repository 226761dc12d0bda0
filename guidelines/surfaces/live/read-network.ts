import { known } from '../../facts/known';
import type { NetworkFacts } from '../../facts/network-facts';
import type { EngineResponse } from './engine-response';
import type { Declarations } from './declarations';
import { nameOf } from './names';

/** @throws AppEngineError EngineAnswerInvalid */
export function networkFacts(answer: EngineResponse, declarations: Declarations): NetworkFacts {
  const name = nameOf(answer);
  const network = answer.about(`network ${name}`);
  return {
    kind: 'network',
    ...declarations.identify('network', name),
    name: known(name),
    driver: network.text('Driver'),
    attachable: network.isOn('Attachable'),
    internal: network.isOn('Internal'),
    options: network.entries('Options'),
  };
}
