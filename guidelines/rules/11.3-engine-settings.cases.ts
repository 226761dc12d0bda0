import type { EngineCase, RuleCases } from '../cases/cases';
import { SWARM_MANAGER, UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  engine: {
    good: [
      [
        onHost({}),
        'pass cgroup version = 2',
        'pass debug = false',
        'pass experimental = false',
        'pass live-restore = true',
        'pass log-level = not set',
        'pass storage-driver = overlay2',
      ],
      [
        onHost({ swarm: known(SWARM_MANAGER), liveRestore: known(false) }),
        'pass cgroup version = 2',
        'pass debug = false',
        'pass experimental = false',
        'pass log-level = not set',
        'pass storage-driver = overlay2',
      ],
    ],
    bad: [
      ...['aufs', 'devicemapper', 'overlay'].map((driver): EngineCase => [
        onHost({
          storageDriver: known(driver),
          cgroupVersion: known('1'),
          debug: known(true),
          experimental: known(true),
          liveRestore: known(false),
          daemon: { logLevel: known('debug') },
        }),
        'fail cgroup version = 1',
        'fail debug = true',
        'fail experimental = true',
        'fail live-restore = false',
        'fail log-level = debug',
        `fail storage-driver = ${driver}`,
      ]),
    ],
    open: [
      [
        onHost({
          storageDriver: UNREAD,
          cgroupVersion: UNREAD,
          debug: UNREAD,
          experimental: UNREAD,
          liveRestore: UNREAD,
          swarm: UNREAD,
          daemon: { logLevel: UNREAD },
        }),
        ...['cgroup version', 'debug', 'experimental', 'live-restore', 'log-level', 'storage-driver'].map(
          (name) => `unknown ${name} = not read`,
        ),
      ],
    ],
  },
};
