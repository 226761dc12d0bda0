import { isSecretName, isSecretValue } from '../../constructs/secret-like';
import type { Variable } from '../facts/container-facts';
import { known, mapKnown, type Known } from '../facts/known';
import { expectNone, pluck } from '../outcome';
import { defineRule } from '../rule';

/** A name can tell it even where the value is unknown. */
function nameOfSecret({ name, value }: Variable): Known<string> {
  if (!name.known) return name;
  return isSecretName(name.value) ? known(`${name.value}=`) : mapKnown(value, (text) => `${name.value}=${text}`);
}

function nameIn(entry: string): string {
  return entry.split('=')[0] ?? '';
}

function isSecret(entry: string): boolean {
  return isSecretName(nameIn(entry).replace(/[.-]/g, '_')) || isSecretValue(entry.slice(nameIn(entry).length + 1));
}

function isSecretArgument(word: string): boolean {
  const [, option = '', value = ''] = /^--?([\w-]+)=(.+)$/s.exec(word) ?? [];
  return isSecretValue(word) || isSecretValue(value) || (value !== '' && isSecretName(option.replaceAll('-', '_')));
}

export const noSecretsInClear = defineRule({
  id: 'SDG-09.6',
  severity: 'high',
  references: { cis: ['4.10', '7.4'], owasp: [12], nist: ['4.1.4'] },
  title: 'a secret is written in clear',
  impact: 'everyone who reads the state, the plan or `docker inspect` has it',
  remediation: 'mount it as a file and pass NAME_FILE; give a registry password through the environment',
  exception: 'a public value whose name looks like a secret: rename it',
  appliesTo: ['container', 'provider'],
  check: (facts) =>
    facts.kind === 'provider'
      ? expectNone(
          'registry_auth.password',
          pluck(facts.registries, ({ password }) => password),
          (text) => (text ?? '') !== '',
          () => 'a password',
        )
      : [
          ...expectNone('env', pluck(facts.environment, nameOfSecret), isSecret, nameIn),
          ...expectNone(
            'labels',
            pluck(facts.labels, ({ name, value }) => mapKnown(value, (text) => `${name}=${text}`)),
            isSecret,
            nameIn,
          ),
          ...expectNone(
            'log_opts',
            pluck(facts.logOptions, ({ name, value }) => mapKnown(value, (text) => `${name}=${text}`)),
            isSecret,
            nameIn,
          ),
          ...expectNone('command', facts.command, isSecretArgument, () => 'an argument'),
        ],
});
