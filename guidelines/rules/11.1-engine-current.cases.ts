import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    good: [
      [onHost({}), 'pass containerd = v2.3.6', 'pass engine = 29.9.0', 'pass runc = 1.5.2'],
      [
        onHost({ versions: { engine: known('29.5.1'), containerd: known('1.7.33'), runc: known('1.2.8') } }),
        'pass containerd = 1.7.33',
        'pass engine = 29.5.1',
        'pass runc = 1.2.8',
      ],
    ],
    bad: [
      [
        onHost({ versions: { engine: known('28.5.2'), containerd: known('1.6.39'), runc: known('1.4.0-rc.2') } }),
        'fail containerd = 1.6.39',
        'fail engine = 28.5.2',
        'fail runc = 1.4.0-rc.2',
      ],
    ],
    open: [
      [
        onHost({ versions: { engine: known('20.10.24+dfsg1'), containerd: known('1.6.20~ds1'), runc: known('1.1.5+ds1-1+deb12u1') } }),
        'unknown containerd = 1.6.20~ds1: Debian mends it under the same number',
        'unknown engine = 20.10.24+dfsg1: Debian mends it under the same number',
        'unknown runc = 1.1.5+ds1-1+deb12u1: Debian mends it under the same number',
      ],
      [
        onHost({ versions: { engine: UNREAD, containerd: known(undefined), runc: known('dev') } }),
        'unknown containerd = the engine does not name it',
        'unknown engine = not read',
        'unknown runc = dev is no number of a version',
      ],
    ],
  },
};
