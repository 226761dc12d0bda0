import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, image } from '../cases/facts';
import { known } from '../facts/known';

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
