import { isSecretName, isSecretValue } from '../../constructs/secret-like';
import type { Variable } from '../facts/container-facts';
import { known, mapItems, mapKnown, type Entry, type Items, type Known } from '../facts/known';
import { expectNone, pluck, type Outcome } from '../outcome';
import { defineRule } from '../rule';
import { secretArguments } from '../secret-arguments';
import { expectNoSecretFile } from '../secret-files';

/** A name can tell it even where the value is unknown. */
function nameOfSecret({ name, value }: Variable): Known<string> {
  if (!name.known) return name;
  return isSecretName(name.value) ? known(`${name.value}=`) : mapKnown(value, (text) => `${name.value}=${text}`);
}

function nameIn(entry: string): string {
  return entry.split('=')[0] ?? '';
}

function isSecret(entry: string): boolean {
  return isSecretName(nameIn(entry)) || isSecretValue(entry);
}

function linesOf(entries: Items<Entry>): Items<string> {
  return pluck(entries, ({ name, value }) => mapKnown(value, (text) => `${name}=${text}`));
}

function expectNoArgument(attribute: string, words: Items<string>): readonly Outcome[] {
  return expectNone(attribute, secretArguments(words), Boolean, () => 'an argument');
}

export const noSecretsInClear = defineRule({
  id: 'SDG-09.6',
  severity: 'high',
  references: { cis: ['4.10', '7.4'], owasp: [12], nist: ['4.1.4'] },
  title: 'a secret is written in clear',
  impact: 'everyone who reads the state, the plan or `docker inspect` has it',
  remediation: 'mount it as a file and pass NAME_FILE; give a registry password through the environment',
  exception: 'a public value whose name looks like a secret: rename it, or give it as PublicValue.of(name, value, reason)',
  appliesTo: ['container', 'provider', 'volume'],
  check: (facts) => {
    if (facts.kind === 'provider') {
      const passwords = pluck(facts.registries, ({ password }) => password);
      const isGiven = (text: string | undefined): boolean => (text ?? '') !== '';
      return expectNone('registry_auth.password', passwords, isGiven, () => 'a password');
    }
    if (facts.kind === 'volume') {
      // Options of a file system are several in one, such as `o=username=u,password=p`.
      const options = mapItems(linesOf(facts.options), (line) => line.replace(/^o=/, '').split(',').map(known));
      return options.length === 0 ? [] : expectNone('driver_opts', options, isSecret, nameIn);
    }
    return [
      ...expectNone('env', pluck(facts.environment, nameOfSecret), isSecret, nameIn),
      ...expectNone('labels', linesOf(facts.labels), isSecret, nameIn),
      ...expectNone('log_opts', linesOf(facts.logOptions), isSecret, nameIn),
      ...expectNoArgument('command', facts.command),
      ...expectNoArgument('healthcheck.test', facts.healthCommand),
      ...expectNoSecretFile('upload.content', facts.uploads),
    ];
  },
});
