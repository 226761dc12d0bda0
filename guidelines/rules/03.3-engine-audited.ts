import { contains, mapItems, mapKnown } from '../facts/known';
import { isWithin } from '../normalise/host-path';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const engineAudited = defineRule({
  id: 'SDG-03.3',
  severity: 'medium',
  references: {
    cis: '1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.1.8 1.1.9 1.1.10 1.1.11 1.1.12 1.1.13 1.1.14 1.1.15 1.1.16 1.1.17 1.1.18'.split(' '),
    nist: ['4.5.4'],
  },
  title: 'changes of the engine’s files go unnoticed',
  impact: 'an intruder replaces runc or daemon.json, and no record says when or who',
  remediation: 'watch it with auditd: a line `-w path -p rwxa -k docker` in /etc/audit/rules.d',
  exception: 'a host whose system partition cannot be written and is made anew for every change',
  appliesTo: ['host'],
  check: ({ system: { watchable, watched } }) =>
    expectNone(
      'auditd',
      mapItems(watchable, (path) =>
        mapKnown(
          contains(watched, (place) => isWithin(path, place)),
          (isWatched) => ({ path, isWatched }),
        ),
      ),
      ({ isWatched }) => !isWatched,
      ({ path }) => path,
    ),
});
