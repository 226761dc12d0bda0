import type { Facts } from '../../facts';
import type { ContainerFacts } from '../../facts/container-facts';
import type { ImageFacts } from '../../facts/image-facts';
import { known, unknown, type Known } from '../../facts/known';
import type { ResourceFacts } from '../../facts/resource-facts';
import { imageReference, type ImageReference } from '../../normalise/image-reference';

/** Declared resources by their names on the engine. */
export class Declarations {
  readonly containers: ReadonlyMap<string, ContainerFacts>;
  private readonly images: ReadonlyMap<string, ImageFacts>;
  private readonly networks: ReadonlyMap<string, ResourceFacts>;
  private readonly volumes: ReadonlyMap<string, ResourceFacts>;
  /** Containers that any on the engine may be: their names are expressions. */
  private readonly nameless: readonly ContainerFacts[];
  /** Reason why a container cannot be called undeclared. */
  private readonly doubt: string | undefined;

  /** @param facts undefined where the declarations are not at hand */
  constructor(facts: readonly Facts[] | undefined) {
    const declared = facts ?? [];
    const containers = declared.filter((fact) => fact.kind === 'container');
    this.containers = byName(containers);
    this.networks = byName(declared.filter((fact) => fact.kind === 'network'));
    this.volumes = byName(declared.filter((fact) => fact.kind === 'volume'));
    this.images = new Map(
      declared.flatMap((fact) => (fact.kind === 'image' && fact.reference.known ? [[imageKey(fact.reference.value), fact] as const] : [])),
    );
    this.nameless = containers.filter(({ name }) => !name.known);
    this.doubt = facts === undefined ? 'what is declared was not read' : this.nameless[0]?.address;
  }

  /** Address and path: those of the declaration, where there is one. */
  identify(kind: 'container' | 'image' | 'network' | 'volume', name: string): ResourceFacts {
    const found = {
      container: this.containers.get(name),
      image: this.image(name),
      network: this.networks.get(name),
      volume: this.volumes.get(name),
    }[kind];
    return found === undefined ? { address: `engine/${name}`, path: `engine/${name}` } : { address: found.address, path: found.path };
  }

  /** The declaration of an image, whichever way its name is written. */
  image(name: string): ImageFacts | undefined {
    return this.images.get(imageKey(imageReference(name)));
  }

  /** Those that the engine should have. A job that removes itself when it ends leaves nothing. */
  get expected(): readonly ContainerFacts[] {
    return [...this.containers.values(), ...this.nameless].filter(
      ({ autoRemove, isLongRunning }) => !(autoRemove.known && autoRemove.value && isLongRunning.known && !isLongRunning.value),
    );
  }

  /** True where a container of this name is declared. */
  has(container: string): Known<boolean> {
    if (this.containers.has(container)) return known(true);
    return this.doubt === undefined ? known(false) : unknown(this.doubt);
  }
}

function byName<T extends ResourceFacts & { readonly name: Known<string | undefined> }>(facts: readonly T[]): ReadonlyMap<string, T> {
  return new Map(facts.flatMap((fact) => (fact.name.known && fact.name.value !== undefined ? [[fact.name.value, fact] as const] : [])));
}

/** The same for all names that mean the same content: a digest says all, and no tag is the tag `latest`. */
export function imageKey({ repository, tag = 'latest', digest }: ImageReference): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`;
}
