import { isSecretName, isSecretValue } from '../../constructs/secret-like';
import type { BuildFacts } from '../facts/image-facts';
import { known, mapItems, type Entry } from '../facts/known';
import type { SecurityOption } from '../normalise/security-option';
import { expectNone, expectValue, type Outcome } from '../outcome';
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

function ofBuild({ arguments: values, texts, credentials, network, securityOptions }: BuildFacts): readonly Outcome[] {
  return [
    ...expectNone('build.build_args', values, isSecret, ({ name }) => name),
    ...(texts.length === 0 ? [] : expectNone('build.labels, build.remote_context', texts, isSecret, ({ name }) => name)),
    ...(credentials.length === 0 ? [] : expectNone('build.auth_config', credentials, () => true)),
    expectValue('build.network_mode', network, (mode) => mode !== 'host'),
    ...expectNone('build.security_opt', securityOptions, isRelaxed, ({ key, value }) => `${key}=${value}`),
  ];
}

export const buildConfined = defineRule({
  id: 'SDG-01.5',
  severity: 'medium',
  references: { cis: ['4.10'], owasp: [12], nist: ['4.1.4'] },
  title: 'a build gets a secret, the network of the host, or a relaxed profile',
  impact: 'build arguments stay in the history of the image; a build step reaches the services of the host',
  remediation:
    'pass secrets as BuildKit secrets, and log in to registries with `docker login`; drop `network_mode` and `security_opt` of the build',
  appliesTo: ['image'],
  check: ({ build, content }) => [
    ...(build === undefined ? [] : ofBuild(build)),
    ...(content === undefined
      ? []
      : expectNone(
          'history',
          mapItems(content.history, (command) => secretsIn(command).map(known)),
          () => true,
        )),
  ],
});
