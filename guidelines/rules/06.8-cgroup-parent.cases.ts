import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [
      [{ cgroup_parent: '' }, 'pass cgroup_parent = ""'],
      [{ cgroup_parent: 'tenant-acme.slice' }, 'pass cgroup_parent = tenant-acme.slice'],
    ],
    bad: [
      [{ cgroup_parent: '/x/tenant-a.slice' }, 'fail cgroup_parent = /x/tenant-a.slice'],
      [{ cgroup_parent: 'tenant-a.slice/x' }, 'fail cgroup_parent = tenant-a.slice/x'],
      [{ cgroup_parent: '/system.slice' }, 'fail cgroup_parent = /system.slice'],
      [{ cgroup_parent: 'tenant-../x.slice' }, 'fail cgroup_parent = tenant-../x.slice'],
    ],
    open: [[{ cgroup_parent: UNKNOWN }, 'unknown cgroup_parent = ${var.x}']],
    edge: [
      [{ cgroup_parent: '' }, 'pass cgroup_parent = ""'],
      [{ cgroup_parent: 'appengine-acme.slice' }, 'pass cgroup_parent = appengine-acme.slice'],
      [{ cgroup_parent: 'x-tenant-acme.slice' }, 'fail cgroup_parent = x-tenant-acme.slice'],
      [{ cgroup_parent: 'tenant-acme.slice/x' }, 'fail cgroup_parent = tenant-acme.slice/x'],
    ],
  },
  engine: {
    good: [
      [[container()], 'pass cgroup_parent = not set', 'pass oom_kill_disable = false', 'pass oom_score_adj = not set'],
      [[container({}, { oomScore: known(0) })], 'pass cgroup_parent = not set', 'pass oom_kill_disable = false', 'pass oom_score_adj = 0'],
    ],
    bad: [
      [
        [container({}, { oomKillDisabled: known(true), oomScore: known(-1) })],
        'pass cgroup_parent = not set',
        'fail oom_kill_disable = true',
        'fail oom_score_adj = -1',
      ],
    ],
    open: [
      [
        [container({}, { oomKillDisabled: UNREAD, oomScore: UNREAD })],
        'pass cgroup_parent = not set',
        'unknown oom_kill_disable = not read',
        'unknown oom_score_adj = not read',
      ],
    ],
  },
};
