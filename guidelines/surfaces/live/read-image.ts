import type { ImageContent, ImageFacts } from '../../facts/image-facts';
import { known, knownOf, mapItems, mapKnown, unknown, type Items, type Known } from '../../facts/known';
import { imageReference } from '../../normalise/image-reference';
import type { EngineResponse } from './engine-response';
import type { Declarations } from './declarations';

/** An image as the engine answers about it. */
export interface Image {
  readonly id: string;
  readonly inspect: EngineResponse;
  readonly reading: EngineResponse;
}

/** @throws AppEngineError EngineAnswerInvalid */
export function readImage(reading: EngineResponse): Image {
  const inspect = reading.part('inspect');
  const id = inspect.identifier('Id');
  return { id, inspect: inspect.about(`image ${id}`), reading: reading.about(`image ${id}`) };
}

/** Its names, by tag and by digest. */
export function imageNames({ inspect }: Image): Items<string> {
  // Images without a name are called `<none>` in both lists.
  return mapItems([...inspect.texts('RepoTags'), ...inspect.texts('RepoDigests')], (name) =>
    name.startsWith('<none>') ? [] : known(name),
  );
}

/** The image once for each of its names that is declared, else once. @param used identifiers of images that containers run */
export function imageFacts(image: Image, declarations: Declarations, used: Items<string>): readonly ImageFacts[] {
  const names = knownOf(imageNames(image));
  const declared = names.filter((name) => declarations.image(name) !== undefined);
  const content = contentOf(image, used);
  return (declared.length > 0 ? declared : [names[0] ?? image.id]).map((name) => {
    // An engine does not keep how an image was built.
    const build = declarations.image(name)?.build;
    return {
      kind: 'image',
      ...declarations.identify('image', name),
      reference: known(imageReference(name)),
      ...(build === undefined ? {} : { build }),
      content,
    };
  });
}

function contentOf(image: Image, used: Items<string>): ImageContent {
  const { inspect, reading } = image;
  const digests = mapItems(inspect.texts('RepoDigests'), (name) => {
    const digest = /@(sha256:[0-9a-f]{64})$/.exec(name)?.[1];
    return digest === undefined ? [] : known(digest);
  });
  return {
    created: day(inspect.text('Created')),
    digests: [...new Map(digests.map((digest) => [JSON.stringify(digest), digest])).values()],
    isDangling: isDangling(image, used),
    setuidFiles: reading.texts('setuidFiles'),
    history: mapItems(reading.parts('history'), (layer) => mapKnown(layer.text('CreatedBy'), (command) => command ?? '')),
  };
}

/** Builds that can be repeated have no day: those say the year 1 or 1970. */
function day(created: Known<string | undefined>): Known<string> {
  if (!created.known) return created;
  const [date] = /^\d{4}-\d\d-\d\d(?=T)/.exec(created.value ?? '') ?? [];
  return date === undefined || date < '1971' ? unknown('the image does not say when it was built') : known(date);
}

function isDangling(image: Image, used: Items<string>): Known<boolean> {
  const names = imageNames(image);
  if (knownOf(names).length > 0 || knownOf(used).includes(image.id)) return known(false);
  return mapKnown([...names, ...used].find((item) => !item.known) ?? known(true), () => true);
}
