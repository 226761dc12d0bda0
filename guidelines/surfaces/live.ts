import type { Facts } from '../facts';
import type { ContainerFacts } from '../facts/container-facts';
import { itemOf } from '../facts/known';
import { EngineResponse } from './live/engine-response';
import { Declarations } from './live/declarations';
import { baselineOf } from './live/drift/baseline';
import { driftOf, missing } from './live/drift/drift';
import { Names, nameOf } from './live/names';
import { containerFacts } from './live/read-container';
import { hostFacts, readEngine } from './live/read-host';
import { imageFacts, readImage } from './live/read-image';
import { networkFacts } from './live/read-network';
import { volumeFacts } from './live/read-volume';
import type { EngineSnapshot } from './live/snapshot';

/**
 * Facts of what an engine has. What is declared under the same name keeps its address and construct path, and says where it is not as declared; all
 * else is foreign. What the engine does not tell is unknown.
 * @param declared facts of all configurations that the engine serves. @default unknown: nothing is foreign for sure, and nothing drifts
 * @throws AppEngineError EngineAnswerInvalid
 */
export function factsOfEngine(snapshot: EngineSnapshot, declared?: readonly Facts[]): readonly Facts[] {
  const declarations = new Declarations(declared);
  const answer = EngineResponse.of('the snapshot', snapshot);
  const engine = readEngine(answer);
  const images = answer.all('images').map(readImage);
  const answers = answer.all('containers').map((container) => container.about(`container ${nameOf(container)}`));
  const networks = answer.all('networks').map((network) => networkFacts(network, declarations));
  const volumes = answer.all('volumes').map((volume) => volumeFacts(volume, declarations));
  const neighbours = { volumes, containers: new Names(answers), networks: new Names(answer.all('networks')) };
  const used = answers.flatMap((container) => itemOf(container.text('Image')));

  const containers = answers.map((container): ContainerFacts => {
    const live = containerFacts(container, neighbours, declarations);
    const declaration = declarations.containers.get(nameOf(container));
    if (declaration === undefined) return live;
    return { ...live, drift: driftOf({ declared: declaration, live, baseline: baselineOf(container, images, engine) }) };
  });
  const present = new Set(answers.map(nameOf));
  return [
    hostFacts(engine, networks),
    ...volumes,
    ...containers,
    ...declarations.expected.filter(({ name }) => !name.known || !present.has(name.value ?? '')).map(missing),
    ...images.flatMap((image) => imageFacts(image, declarations, used)),
    ...networks,
  ];
}
