import { Block } from '../block';
import type { Declaration } from '../terraform-json';
import type { Json } from './plan-json';

/** Something that a plan has, to be read like a part of a configuration. */
export function declarationOf(type: string, address: string, body: Json, path = address): Declaration {
  return { type, address, path, body, block: new Block(address, body) };
}
