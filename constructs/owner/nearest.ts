import type { IConstruct } from 'constructs';

/** What the nearest construct has, from `scope` upwards; undefined if none has anything. */
export function nearest<Value>(scope: IConstruct, attached: WeakMap<IConstruct, Value>): Value | undefined {
  return [...scope.node.scopes]
    .reverse()
    .map((construct) => attached.get(construct))
    .find((value) => value !== undefined);
}
