import type { IConstruct } from 'constructs';
import { HardenedContainer } from '../../constructs/container/hardened-container';
import type { DefaultId } from '../../constructs/default-id';
import type { Exemption } from '../../constructs/exemption';
import { DANGEROUS_SYSCALLS } from '../dangerous-syscalls';
import { RULES_OF } from './rules-of-defaults';
import type { ConstructWaiver } from '../waivers';

/** For rules with several findings: those that the reason accepts, by the capability or system call that it is about. */
const FINDINGS_OF: Readonly<Partial<Record<DefaultId, (subject: string) => readonly string[]>>> = {
  capability: (name) => [name],
  'cgroup-v2': () => ['1'],
  'data-partition': () => ['on the file system of the host'],
  'secret-in-environment': (name) => [name],
  'system-call': (name) => escapesOf(name).map((label) => `allows ${label}`),
};

/** The reasons that stand where a default of a container is switched off. */
export function constructWaiversBelow(scope: IConstruct): readonly ConstructWaiver[] {
  return scope.node
    .findAll()
    .filter((construct) => construct instanceof HardenedContainer)
    .flatMap(({ node, exemptions }) => exemptions.flatMap((exemption) => acceptances(node.path, exemption)));
}

/** Waivers that an exemption stands for. @param target path of its construct, or `host` */
export function acceptances(target: string, { id, subject = '', reason }: Omit<Exemption, 'default'>): readonly ConstructWaiver[] {
  const findings = FINDINGS_OF[id]?.(subject).map((finding) => ({ finding })) ?? [{}];
  return RULES_OF[id].flatMap((rule) => findings.map((finding) => ({ rule, target, ...finding, reason })));
}

/** Labels of the findings where the call is allowed with any arguments. */
function escapesOf(call: string): readonly string[] {
  return DANGEROUS_SYSCALLS.filter(({ name }) => name === call).map(({ label }) => label);
}
