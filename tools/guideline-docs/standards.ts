import type { References } from '../../guidelines/rule';

/** Where others ask for the same, spelled out. */
export function standards({ cis = [], owasp = [], nist = [], pss }: References): readonly string[] {
  return [
    ...(cis.length === 0 ? [] : [`CIS Docker Benchmark 1.6, ${counted('section', cis)}`]),
    ...(owasp.length === 0
      ? []
      : [
          `[OWASP Docker Security Cheat Sheet](https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html), ${counted('rule', owasp.map(String))}`,
        ]),
    ...(nist.length === 0 ? [] : [`[NIST SP 800-190](https://doi.org/10.6028/NIST.SP.800-190), ${counted('countermeasure', nist)}`]),
    ...(pss === undefined
      ? []
      : [`[Kubernetes Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/), level ${pss}`]),
  ];
}

function counted(noun: string, items: readonly string[]): string {
  return `${noun}${items.length === 1 ? '' : 's'} ${items.join(', ')}`;
}
