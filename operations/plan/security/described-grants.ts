import type { RouteDescription } from '../../../constructs/gateway/route-table';
import type { DefaultId } from '../../../constructs/default-id';
import { SEVERITY_NAMES } from '../../../constructs/vulnerabilities/severity';
import type { VulnerabilityPolicyDescription } from '../../../constructs/vulnerabilities/vulnerability-policy';
import { known } from '../../../guidelines/facts/known';
import { RULES_OF } from '../../../guidelines/cdktf/rules-of-defaults';
import type { SecurityDescription } from '../../../stacks/security-description';
import type { DescribedOutputs } from '../stack/planned-stack';
import type { Grant } from './grant';
import { placeOf } from './place';

/** Guidelines of defaults that no rule judges. */
const WITHOUT_RULES: Readonly<Partial<Record<DefaultId, string>>> = {
  'access-log': 'SDG-03',
  'access-log-without-queries': 'SDG-03',
  'client-authentication': 'SDG-09',
  'hardened-seccomp-profile': 'SDG-13',
  offline: 'SDG-15',
  'one-writer': 'SDG-09',
  'private-addresses': 'SDG-15',
};
const EVERYTHING = 'SDG-17';

/** Grants that a stack describes in its outputs. @param stack name of the stack */
export function describedGrants(
  stack: string,
  { routes = [], services = {}, secrets = {}, security, vulnerabilities }: DescribedOutputs,
): readonly Grant[] {
  const users = (kind: 'secret' | 'service', all: Readonly<Record<string, { readonly usedBy: readonly string[] }>>): readonly Grant[] =>
    Object.entries(all).flatMap(([name, { usedBy }]) =>
      usedBy.map((app): Grant => ({ kind, where: `${stack}/${name}`, key: app, guideline: 'SDG-09', text: known(`used by ${app}`) })),
    );
  return [
    ...routes.flatMap(routeGrants),
    ...users('service', services),
    ...users('secret', secrets),
    ...(security === undefined ? [] : [...securityGrants(stack, security), ...vulnerabilityGrants(stack, vulnerabilities)]),
  ];
}

/** A route is open to the world; most policies close it a little. */
function routeGrants({ host, path, pools, redirect, policies = [], withoutHeaders = [] }: RouteDescription): readonly Grant[] {
  const where = `${host}${path === '/' ? '' : path}`;
  const target = redirect === undefined ? pools.map(({ name }) => name).join(', ') : 'a redirect';
  return [
    { kind: 'route', where, key: '', guideline: 'SDG-02', text: known(`leads to ${target}`) },
    ...policies.map((policy): Grant => ({
      kind: 'route-policy',
      where,
      key: policy,
      guideline: 'SDG-02',
      having: 'narrower',
      text: known(policy),
    })),
    ...withoutHeaders.map((header): Grant => ({
      kind: 'route-policy',
      where,
      key: header,
      guideline: 'SDG-02',
      text: known(`without ${header}`),
    })),
  ];
}

function securityGrants(stack: string, { quota, egress, exemptions, waivers, signers, pids }: SecurityDescription): readonly Grant[] {
  return [
    ...(quota === undefined
      ? []
      : [limit('quota', stack, 'memory', quota.memory, ' MiB'), limit('quota', stack, 'processor', quota.cpu, ' cores')]),
    ...Object.entries(egress).flatMap(([where, destinations]) =>
      destinations.map((to): Grant => ({ kind: 'egress', where, key: to, guideline: 'SDG-15', text: known(to) })),
    ),
    ...exemptions.map(({ path, id, subject = '', default: name, reason }): Grant => ({
      ...{ kind: 'exemption', where: placeOf(path), key: `${id} ${subject}`.trim(), text: known(`off: ${name}`), reason },
      guideline: RULES_OF[id].at(0) ?? WITHOUT_RULES[id] ?? EVERYTHING,
    })),
    ...waivers.map(({ rule, target, finding, reason, owner, expires }): Grant => ({
      ...{ kind: 'waiver', where: target, key: `${rule} ${finding ?? ''}`.trim(), guideline: rule, reason },
      text: known(`until ${expires}, of ${owner}${finding === undefined ? '' : `: ${finding}`}`),
    })),
    imagePolicyGrant(stack, signers),
    ...Object.entries(pids).map(([path, most]) => limit('limit', placeOf(path), 'processes', most, '')),
  ];
}

/** Every trusted key decides which code runs; without any, everyone does who can write to the repository. */
function imagePolicyGrant(stack: string, signers: SecurityDescription['signers']): Grant {
  const base = { kind: 'image-policy', where: stack, key: '', guideline: 'SDG-01.7', isUsual: true } as const;
  if (signers === undefined) return { ...base, text: known('no signature needed'), level: Infinity };
  const keys = Object.entries(signers)
    .map(([name, key]) => `${name} (${key})`)
    .sort();
  return { ...base, text: known(`signed by ${keys.join(' or ')}`), level: keys.length };
}

/** Vulnerabilities that images may have: those that refuse no release, and those that are accepted until a day. */
function vulnerabilityGrants(stack: string, policy: VulnerabilityPolicyDescription | undefined): readonly Grant[] {
  const base = { kind: 'vulnerability-policy', where: stack, key: '', guideline: 'SDG-01.4', isUsual: true } as const;
  if (policy === undefined) return [{ ...base, text: known('not looked for'), level: Infinity }];
  const { refuses, accepted } = policy;
  const text =
    refuses === undefined
      ? 'reported alone'
      : `refused from ${refuses.from} on${refuses.onlyFixed ? ', where a newer package mends them' : ''}`;
  // The worse they have to be, the more get through.
  const least = refuses === undefined ? SEVERITY_NAMES.length + 1 : SEVERITY_NAMES.length - SEVERITY_NAMES.indexOf(refuses.from);
  return [
    { ...base, text: known(text), level: 2 * least - (refuses?.onlyFixed === false ? 1 : 0) },
    ...accepted.map(({ id, reason, until, package: name }): Grant => ({
      ...{ kind: 'vulnerability', where: stack, key: name === undefined ? id : `${id} in ${name}`, guideline: 'SDG-01.4', reason },
      text: known(`until ${until}`),
    })),
  ];
}

function limit(kind: 'limit' | 'quota', where: string, key: string, most: number | null, unit: string): Grant {
  const text = most === null ? 'no limit' : `${String(most)}${unit}`;
  return { kind, where, key, guideline: 'SDG-06', text: known(text), level: most ?? Infinity, isUsual: true };
}
