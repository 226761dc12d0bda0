import { RULES, type Audit, type EvaluationOptions } from '../../../../guidelines';
import { TODAY } from '../../../../guidelines/cases/cases';
import { configuration, type Arguments } from '../../../../guidelines/cases/configuration';
import { reportOn } from '../../../../guidelines/cases/report';

/** Few enough rules for a report that fits on a page. */
const FEW = RULES.filter(({ id }) => /^SDG-(06\.1|09\.2|10\.6|10\.7)$/.test(id));

const WAIVER = {
  rule: 'SDG-10.6',
  target: 'docker_container.x',
  reason: 'because of <a> test',
  owner: 'ana',
  expires: '2027-01-10',
};

const CHANGES: Arguments = { read_only: false, init: false, memory: '${var.memory}', memory_swap: '${var.memory}' };

function report(surface: 'plan' | 'synth', changes: Arguments, options: Partial<EvaluationOptions> = {}): Audit['reports'][number] {
  return reportOn(configuration('docker_container', changes), { surface, rules: FEW, waivers: [WAIVER], ...options });
}

/** A failure on two surfaces, something that only the second knows, something accepted, and a surface that is missing. */
export const AUDIT: Audit = {
  reports: [report('synth', CHANGES), report('plan', { ...CHANGES, memory: 64, memory_swap: 64 })],
  skipped: [{ surface: 'live', reason: 'no engine answers' }],
};

/** One surface, with an unknown value. */
export const UNSETTLED: Audit = { reports: [report('synth', CHANGES, { waivers: [{ ...WAIVER, expires: '2027-03-01' }] })], skipped: [] };

/** Nothing at all is wrong. */
export const CLEAN: Audit = { reports: [report('synth', {}, { waivers: [] })], skipped: [] };

/** Text that no format may take for its own: markup, quotes, control characters. */
export const HOSTILE: Audit = {
  reports: [
    reportOn(
      { resource: { docker_container: { '<x>&"\'': { working_dir: '/proc/<script>alert(1)</script>\u0000\u001b]]>&amp;"\'' } } } },
      { rules: FEW, today: TODAY },
    ),
  ],
  skipped: [{ surface: 'live', reason: '<b>&\u0007"' }],
};
