import { isSecretName, isSecretValue } from '../../constructs/secret-like';
import { known, mapItems, type Entry } from '../facts/known';
import type { SecurityOption } from '../normalise/security-option';
import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

function isSecret({ name, value }: Entry): boolean {
  return isSecretName(name) || (value.known && isSecretValue(value.value));
}

/** Names of the variables of a layer's command that hold a secret, as build arguments and ENV leave them there. */
function secretsIn(command: string): readonly string[] {
  return [...command.matchAll(/\b([A-Za-z_]\w*)=["']?([^\s"']+)/g)].flatMap(([, name = '', value = '']) =>
    isSecretName(name) || isSecretValue(value) ? [name] : [],
  );
}

function isRelaxed({ value }: SecurityOption): boolean {
  return /unconfined|disable|insecure/i.test(value);
}

export const buildConfined = defineRule({
  id: 'SDG-01.5',
  severity: 'medium',
  references: { cis: ['4.10'], owasp: [12], nist: ['4.1.4'] },
  title: 'a build gets a secret, the network of the host, or a relaxed profile',
  impact: 'build arguments stay in the history of the image; a build step reaches the services of the host',
  remediation: 'pass secrets as BuildKit secrets; drop `network_mode` and `security_opt` of the build',
  appliesTo: ['image'],
  check: ({ build, content }) => [
    ...(build === undefined
      ? []
      : [
          ...expectNone('build.build_args', build.arguments, isSecret, ({ name }) => name),
          expectValue('build.network_mode', build.network, (network) => network !== 'host'),
          ...expectNone('build.security_opt', build.securityOptions, isRelaxed, ({ key, value }) => `${key}=${value}`),
        ]),
    ...(content === undefined
      ? []
      : expectNone(
          'history',
          mapItems(content.history, (command) => secretsIn(command).map(known)),
          () => true,
        )),
  ],
});
