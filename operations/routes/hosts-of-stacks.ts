import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteDescription } from '../../constructs/gateway/route-table';
import type { DeclaredStack } from '../state/manifest';
import type { States } from '../state/states';

/** Hosts by stack. */
export type HostsByStack = ReadonlyMap<string, readonly string[]>;

/** Hosts that the synthesized stacks declare, from the output `routes` of each. */
export function declaredHosts(outputDirectory: string, stacks: readonly DeclaredStack[]): HostsByStack {
  return new Map(stacks.map((stack) => [stack.name, hostsOf(routesOf(join(outputDirectory, stack.workingDirectory, 'cdk.tf.json')))]));
}

/** Hosts that the gateways of deployed stacks bear, also of those that are no longer declared. */
export function deployedHosts(states: States): HostsByStack {
  // A state that cannot be read stops its own stack's deploy alone: its backup says enough about its hosts.
  return new Map(states.stacks.map((stack) => [stack, hostsOf(states.routes(stack))]));
}

/** Hosts that several stacks bear, sorted, with the stacks that do. */
export function sharedHosts(hosts: HostsByStack): ReadonlyMap<string, readonly string[]> {
  const all = [...new Set([...hosts.values()].flat())].sort();
  const bearers = all.map((host) => [host, [...hosts].filter(([, own]) => own.includes(host)).map(([stack]) => stack)] as const);
  return new Map(bearers.filter(([, stacks]) => stacks.length > 1));
}

function hostsOf(routes: readonly RouteDescription[]): readonly string[] {
  return [...new Set(routes.map(({ host }) => host))];
}

function routesOf(file: string): readonly RouteDescription[] {
  // A stack that was left out of this synth may never have been synthesized.
  if (!existsSync(file)) return [];
  const { output } = JSON.parse(readFileSync(file, 'utf8')) as { output?: { routes?: { value?: readonly RouteDescription[] } } };
  return output?.routes?.value ?? [];
}
