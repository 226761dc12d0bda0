import type { IConstruct } from 'constructs';

/** The value of the nearest construct that has one, from `scope` upwards. */
export function nearest<Value>(scope: IConstruct, attached: WeakMap<IConstruct, Value>): Value | undefined {
  return [...scope.node.scopes]
    .reverse()
    .map((construct) => attached.get(construct))
    .find((value) => value !== undefined);
}
