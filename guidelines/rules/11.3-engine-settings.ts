import { expectValue } from '../outcome';
import { defineRule } from '../rule';

const GONE: ReadonlySet<string | undefined> = new Set(['aufs', 'devicemapper', 'overlay']);

export const engineSettings = defineRule({
  id: 'SDG-11.3',
  severity: 'low',
  references: { cis: ['2.3', '2.6', '2.15', '2.18'], owasp: [10], nist: ['4.5.1'] },
  title: 'the engine runs with settings that make updates hard, or that are no longer maintained',
  impact: 'updates wait because they stop every app; experiments and dead drivers get no fixes; debug logs hold what requests carry',
  remediation:
    'set `"live-restore": true`, `"experimental": false` and `"log-level": "info"` in daemon.json, use overlay2, and boot with cgroup v2',
  exception: 'live-restore cannot be had together with a swarm',
  appliesTo: ['host'],
  check: ({ swarm, liveRestore, experimental, storageDriver, cgroupVersion, debug, daemon }) => [
    ...(swarm.known && swarm.value !== undefined ? [] : [expectValue('live-restore', liveRestore, (isOn) => isOn)]),
    expectValue('experimental', experimental, (isOn) => !isOn),
    expectValue('storage-driver', storageDriver, (driver) => !GONE.has(driver)),
    expectValue('cgroup version', cgroupVersion, (version) => version === '2'),
    expectValue('debug', debug, (isOn) => !isOn),
    expectValue('log-level', daemon.logLevel, (level) => level !== 'debug'),
  ],
});
