import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';
import { UNREAD, image } from '../cases/facts';
import { known } from '../facts/known';

/** Of a build without secrets. */
const CONFINED = ['pass build.build_args = none', 'pass build.network_mode = not set', 'pass build.security_opt = none'] as const;

/** Logins to registries, and the argument that holds a secret. */
const LOGINS: readonly (readonly [Arguments, string])[] = [
  [{ user_name: 'u', password: 'p' }, 'password'],
  [{ auth: 'dTpw' }, 'auth'],
  [{ identity_token: UNKNOWN }, 'identity_token'],
  [{ registry_token: 't' }, 'registry_token'],
];

/** Labels and contexts, and the result. */
const TEXTS: readonly (readonly [Arguments, string])[] = [
  [{ label: { 'com.acme.token': 'x' } }, 'fail com.acme.token'],
  [{ labels: { 'com.acme.url': 'https://u:p@h/' } }, 'fail com.acme.url'],
  [{ remote_context: 'https://u:p@git.acme/x' }, 'fail remote_context'],
  [{ remote_context: 'https://git.acme/x', label: { a: 'b' } }, 'pass a, remote_context'],
];

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    type: 'docker_image',
    good: [
      [
        { build: { context: '.', build_args: { BASE: 'debian' } } },
        'pass build.build_args = BASE',
        'pass build.network_mode = not set',
        'pass build.security_opt = none',
      ],
    ],
    bad: [
      [
        {
          build: {
            context: '.',
            build_args: { NPM_TOKEN: UNKNOWN, URL: 'https://u:p@h' },
            network_mode: 'host',
            security_opt: ['seccomp=unconfined'],
          },
        },
        'fail build.build_args = NPM_TOKEN',
        'fail build.build_args = URL',
        'fail build.network_mode = host',
        'fail build.security_opt = seccomp=unconfined',
      ],
    ],
    open: [
      [
        { build: { build_args: UNKNOWN, network_mode: UNKNOWN, security_opt: UNKNOWN } },
        'unknown build.build_args = ${var.x}',
        'unknown build.network_mode = ${var.x}',
        'unknown build.security_opt = ${var.x}',
      ],
    ],
    edge: [
      ...LOGINS.map(([login, name]): ConfigurationCase => [
        { build: { auth_config: [{ host_name: 'r', ...login }] } },
        `fail build.auth_config = ${name}`,
        ...CONFINED,
      ]),
      ...TEXTS.map(([build, result]): ConfigurationCase => [
        { build },
        CONFINED[0],
        result.replace(' ', ' build.labels, build.remote_context = '),
        ...CONFINED.slice(1),
      ]),
      [{ build: { remote_context: '' } }, ...CONFINED],
      [{ build: { build_args: { TOKEN_TTL: '60', X: UNKNOWN } } }, 'pass build.build_args = TOKEN_TTL, X', ...CONFINED.slice(1)],
      [
        { build: { security_opt: ['label=disable', 'a=insecure'] } },
        ...CONFINED.slice(0, 2),
        'fail build.security_opt = a=insecure',
        'fail build.security_opt = label=disable',
      ],
    ],
    idle: [{}],
  },
  engine: {
    good: [
      [[image()], 'pass history = none'],
      [[image({ history: [known('RUN |1 DB_PASSWORD_FILE=/run/x VERSION=1 /bin/sh -c make TOKEN=')] })], 'pass history = none'],
    ],
    bad: [
      [
        [
          image({
            history: ['RUN |2 V=1 NPM_TOKEN=abc /bin/sh -c npm ci', 'ENV URL="postgres://u:p@db/x"', "ENV PASSWORD='x'"].map(known),
          }),
        ],
        'fail history = NPM_TOKEN',
        'fail history = PASSWORD',
        'fail history = URL',
      ],
    ],
    open: [[[image({ history: [UNREAD] })], 'unknown history = not read']],
  },
};
