import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    good: [
      [onHost({ seccompProfile: known('default') }), 'pass seccomp profile = 29.9.0'],
      [onHost({ versions: { engine: known('29.4.2') } }), 'pass seccomp profile = 29.4.2'],
    ],
    bad: [
      [onHost({ seccompProfile: known(undefined) }), 'fail seccomp-profile = none'],
      [onHost({ seccompProfile: known('unconfined') }), 'fail seccomp-profile = unconfined'],
      [onHost({ versions: { engine: known('29.4.1') } }), 'fail seccomp profile = 29.4.1'],
      [onHost({ versions: { engine: known('20.10.24+dfsg1') } }), 'fail seccomp profile = 20.10.24+dfsg1'],
    ],
    open: [
      [onHost({ seccompProfile: UNREAD }), 'unknown seccomp-profile = not read'],
      [
        onHost({ seccompProfile: known('/etc/docker/own.json') }),
        'unknown seccomp-profile = /etc/docker/own.json: the engine does not tell what is in it',
      ],
      [onHost({ versions: { engine: UNREAD } }), 'unknown seccomp profile = not read'],
    ],
  },
};
