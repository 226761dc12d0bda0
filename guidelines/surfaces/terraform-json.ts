import { AppEngineError } from '../../constructs/errors';
import { constructPath } from '../normalise/construct-path';
import { Block, excerpt, isRecord, type Resolve } from './block';

/** A resource as it is written. */
export interface Declaration {
  readonly type: string;
  readonly address: string;
  readonly path: string;
  /** As it is written. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly block: Block;
}

/** A Terraform JSON configuration, taken apart. */
export interface Configuration {
  readonly resources: readonly Declaration[];
  /** Data sources. */
  readonly data: readonly Declaration[];
  readonly providers: readonly Declaration[];
  readonly modules: readonly Declaration[];
  /** Actions of the provider beside resources. */
  readonly actions: readonly Declaration[];
}

/** Computed attributes that stand for the resource itself: what is known about them is its name. */
const IDENTITY = /^(id|image_id|latest|name)$/;
/** `$${` is text, and no reference. */
const REFERENCE = /(?<!\$)\$\{\s*(docker_\w+)\.([\w-]+)\.(\w+)\s*\}/g;
const LONGEST_CHAIN = 5;

/** Reads Terraform JSON of any author. @throws AppEngineError TerraformJsonInvalid */
export function readConfiguration(json: unknown): Configuration {
  if (!isRecord(json)) throw invalid('the configuration', json);
  const resources = labelled('resource', json.resource, 2);
  const resolve = resolver(new Map(resources.map(({ labels, body }) => [labels.join('.'), body])));
  return {
    resources: resources.map(({ labels, body }) => declaration(labels[0] ?? '', labels.join('.'), body, resolve)),
    data: labelled('data', json.data, 2).map(({ labels, body }) => declaration(labels[0] ?? '', `data.${labels.join('.')}`, body, resolve)),
    providers: labelled('provider', json.provider, 1)
      .filter(({ labels }) => labels[0] === 'docker')
      .map(({ body }) => declaration('provider', providerAddress(body), body, resolve)),
    modules: labelled('module', json.module, 1).map(({ labels, body }) =>
      declaration('module', `module.${labels.join('')}`, body, resolve),
    ),
    actions: labelled('action', json.action, 2).map(({ labels, body }) =>
      declaration(labels[0] ?? '', `action.${labels.join('.')}`, body, resolve),
    ),
  };
}

interface Labelled {
  readonly labels: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Bodies below `depth` levels of labels; every level may be an object, or a list of objects. */
function labelled(where: string, value: unknown, depth: number): readonly Labelled[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item: unknown): readonly Labelled[] => {
    if (item === undefined || item === null) return [];
    if (!isRecord(item)) throw invalid(where, item);
    if (depth === 0) return [{ labels: [], body: item }];
    return Object.entries(item)
      .filter(([label]) => label !== '//')
      .flatMap(([label, below]) =>
        labelled(`${where}.${label}`, below, depth - 1).map(({ labels, body }) => ({ labels: [label, ...labels], body })),
      );
  });
}

function declaration(type: string, address: string, body: Readonly<Record<string, unknown>>, resolve: Resolve): Declaration {
  const comment = body['//'];
  const metadata = isRecord(comment) && isRecord(comment.metadata) ? comment.metadata : {};
  const path = typeof metadata.path === 'string' ? constructPath(metadata.path) : address;
  return { type, address, path, body, block: new Block(address, body, resolve) };
}

function providerAddress({ alias }: Readonly<Record<string, unknown>>): string {
  return typeof alias === 'string' ? `provider.docker.${alias}` : 'provider.docker';
}

function resolver(bodies: ReadonlyMap<string, Readonly<Record<string, unknown>>>): Resolve {
  function follow(text: string, left: number): string {
    return text.replace(REFERENCE, (expression, type: string, name: string, attribute: string) => {
      const value = bodies.get(`${type}.${name}`)?.[IDENTITY.test(attribute) ? 'name' : attribute];
      if (left === 0 || (typeof value !== 'string' && typeof value !== 'number')) return expression;
      return follow(String(value), left - 1);
    });
  }
  return (text) => (text.includes('${') ? follow(text, LONGEST_CHAIN) : text);
}

function invalid(where: string, value: unknown): AppEngineError {
  return new AppEngineError('TerraformJsonInvalid', `${where} is ${excerpt(value)} and must be an object; fix the Terraform JSON`);
}
