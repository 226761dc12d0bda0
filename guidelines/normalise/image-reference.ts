/** Which image a name means. */
export interface ImageReference {
  /** As it is written. */
  readonly name: string;
  /** With the registry and the namespace that the engine would fill in, such as `docker.io/library/nginx`. */
  readonly repository: string;
  /** @default none */
  readonly tag?: string;
  /** @default none: the name can mean other content tomorrow */
  readonly digest?: string;
}

const DOCKER_HUB = 'docker.io';

/** Reads a name as the engine does. */
export function imageReference(text: string): ImageReference {
  const name = text.trim();
  if (/^(sha256:)?[0-9a-f]{64}$/.test(name)) return { name, repository: '', digest: name.replace(/^(sha256:)?/, 'sha256:') };
  const [, tagged = '', digest] = /^(.*?)(?:@(sha256:[0-9a-f]{64}))?$/s.exec(name) ?? [];
  const [, path = '', tag] = /^(.*?)(?::([^/:]*))?$/s.exec(tagged) ?? [];
  return {
    name,
    repository: fullRepository(path),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** A first part with a dot or a port, or `localhost`, is a registry; all else is on Docker Hub. */
export function fullRepository(path: string): string {
  const [first = '', ...rest] = path.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = !isRegistry || /^(index|registry-1)\.docker\.io$/.test(first) ? DOCKER_HUB : first;
  const remainder = isRegistry ? rest.join('/') : path;
  return `${registry}/${registry === DOCKER_HUB && !remainder.includes('/') ? 'library/' : ''}${remainder}`;
}
