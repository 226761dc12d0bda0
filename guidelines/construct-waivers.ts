import type { IConstruct } from 'constructs';
import { HardenedContainer } from '../constructs/container/hardened-container';
import { ESCAPE_CALLS } from './escape-calls';
import type { ConstructWaiver } from './waivers';

/** Rules that a construct's off switch is about, by the name of the default that is off. */
const RULES_OF: Readonly<Record<string, readonly string[]>> = {
  'cpu quota': ['SDG-06.3'],
  'health check': ['SDG-09.5'],
  'memory limit': ['SDG-06.1'],
  'no new privileges': ['SDG-05.4'],
  'numeric non-root user': ['SDG-05.2'],
  'pids limit': ['SDG-06.4'],
  'read-only root': ['SDG-10.6'],
  'seccomp profile': ['SDG-13.1'],
};

/** Rules that may be about one capability, and then name it. */
const CAPABILITY_RULES = ['SDG-07.1', 'SDG-14.3', 'SDG-14.4', 'SDG-14.5'];

/** The reasons that stand where a default of a container is switched off. */
export function constructWaiversBelow(scope: IConstruct): readonly ConstructWaiver[] {
  return scope.node
    .findAll()
    .filter((construct) => construct instanceof HardenedContainer)
    .flatMap(({ node, waivers }) => waivers.flatMap((waiver) => acceptances(node.path, waiver)));
}

/** What the reason of one off switch accepts. @param target path of its construct */
export function acceptances(target: string, waiver: HardenedContainer['waivers'][number]): readonly ConstructWaiver[] {
  const { reason } = waiver;
  const capability = /^no capability (\w+)$/.exec(waiver.default)?.[1];
  if (capability !== undefined) return CAPABILITY_RULES.map((rule) => ({ rule, target, finding: capability, reason }));
  const call = /^no system call (\w+)$/.exec(waiver.default)?.[1];
  if (call !== undefined) return escapesOf(call).map((label) => ({ rule: 'SDG-13.2', target, finding: `allows ${label}`, reason }));
  return (RULES_OF[waiver.default] ?? []).map((rule) => ({ rule, target, reason }));
}

/** What the rule finds where the call is allowed with any arguments. */
function escapesOf(call: string): readonly string[] {
  return ESCAPE_CALLS.filter(({ name }) => name === call).map(({ label }) => label);
}
