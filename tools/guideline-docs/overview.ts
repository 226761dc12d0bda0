import { ATTACKS } from '../../__tests__/attack/attacks';
import { GUIDELINES, type Guideline } from '../../guidelines/guidelines';
import { sentence } from '../../guidelines/reports/sentence';
import { SEVERITIES, type Rule } from '../../guidelines/rule';
import { RULES } from '../../guidelines/rules';
import { offSwitches, type OffSwitchDoc } from './off-switches';
import { guidelineHeading } from './rule-page';
import { anchor, code, list, notice, page, table } from './text';

/** The page of all guidelines. */
export function overview(): string {
  const counts = SEVERITIES.map((severity) => `${String(RULES.filter((rule) => rule.severity === severity).length)} ${severity}`);
  return page(
    notice('guidelines/', '__tests__/attack/attacks.ts'),
    '# The guidelines and their rules',
    `The 17 rules of the GDS "Docker Secure Deployment Guidelines" of 2015, in the form they take today. ${String(RULES.length)} rules check them: ${counts.join(', ')}. Each has a page with its impact, its remediation, and how to waive it. [Your own rules](custom-rules.md) stand beside them.`,
    table(
      ['Guideline', 'Rules', 'Attacks'],
      GUIDELINES.map((guideline) => [
        `[${guidelineHeading(guideline.number)}](#${anchor(guidelineHeading(guideline.number))})`,
        String(rulesOf(guideline).length),
        String(attacksOf(guideline).length),
      ]),
    ),
    ...GUIDELINES.flatMap(section),
  );
}

function section(guideline: Guideline): readonly string[] {
  const { number, asked, meaning, files, beyond } = guideline;
  const switches = offSwitches().filter(({ rules }) => rulesOf(guideline).some(({ id }) => rules.includes(id)));
  const attacks = attacksOf(guideline);
  return [
    `## ${guidelineHeading(number)}`,
    list([
      `**The source asks:** ${asked}`,
      `**The default here:** ${meaning}`,
      ...(files.length === 0 ? [] : [`**It is in:** ${files.map((file) => `[${file}](../${file})`).join(', ')}`]),
      ...(beyond === undefined ? [] : [`**Not in a container:** ${beyond.charAt(0).toUpperCase()}${beyond.slice(1)}`]),
      ...(switches.length === 0 ? [] : [`**Off switches:** ${switches.map(offSwitch).join('; ')}`]),
    ]),
    table(
      ['Rule', 'Severity', 'Finds', 'Legitimate exception'],
      rulesOf(guideline).map(({ id, severity, title, exception }) => [
        `[${id}](rules/${id}.md)`,
        severity,
        sentence(title),
        exception === undefined ? '–' : sentence(exception),
      ]),
    ),
    ...(attacks.length === 0
      ? []
      : [
          'The attack suite expects these to succeed on a plain engine and to fail here:',
          list(attacks.map(([name, { title, opens }]) => `\`${name}\`: ${title} (opens: ${opens})`)),
        ]),
  ];
}

function rulesOf({ number }: Guideline): readonly Rule[] {
  return RULES.filter(({ guideline }) => guideline === number);
}

function attacksOf({ number }: Guideline): readonly (readonly [string, { readonly title: string; readonly opens: string }])[] {
  return Object.entries(ATTACKS).filter(([, { guideline }]) => guideline === number);
}

function offSwitch({ call, default: name }: OffSwitchDoc): string {
  return `${code(call)} (${name})`;
}
