import { ATTACKS } from '../../__tests__/attack/attacks';
import type { Kind } from '../../guidelines/facts';
import { GUIDELINES } from '../../guidelines/guidelines';
import { sentence } from '../../guidelines/reports/sentence';
import type { Rule } from '../../guidelines/rule';
import type { Surface } from '../../guidelines/surface';
import { examplesOf, type ConfigurationExamples, type EngineExamples, type Example, type Examples } from './examples';
import { offSwitches } from './off-switches';
import { standards } from './standards';
import { anchor, block, code, list, notice, page } from './text';

const KINDS: Readonly<Record<Kind, string>> = {
  builder: 'builders of images',
  container: 'containers',
  host: 'engines and their hosts',
  image: 'images',
  network: 'networks',
  opaque: 'all that starts containers without declaring them',
  provider: 'the provider block',
  push: 'images that are pushed',
  volume: 'volumes',
};

const SURFACES: Readonly<Record<Surface, string>> = { synth: 'at synth', plan: 'on a plan', live: 'on a live engine' };

/** Heading of a guideline on the overview. */
export function guidelineHeading(number: number): string {
  return `${String(number)}. ${GUIDELINES[number - 1]?.title ?? ''}`;
}

/** The page of one rule. @param file of the rule, below the root of the project */
export function rulePage(rule: Rule, file: string): string {
  const { id, title, impact, remediation } = rule;
  const examples = examplesOf(rule);
  return page(
    notice(file, file.replace(/\.ts$/, '.cases.ts'), '__tests__/attack/attacks.ts'),
    `# ${id}: ${title}`,
    list(summary(rule, file, examples)),
    '## Impact',
    sentence(impact),
    '## Remediation',
    sentence(remediation),
    '## When not to use it',
    exception(rule),
    '## How to waive it',
    waiver(rule, examples),
    '## Examples',
    ...samples(examples),
    '## Proof',
    proof(rule),
  );
}

function samples({ configuration, engine, shared }: Examples): readonly string[] {
  const parts = [
    ...(configuration === undefined ? [] : configured(configuration)),
    ...(shared === undefined ? [] : ['### Fails', shown(shared)]),
    ...(engine === undefined ? [] : running(engine)),
  ];
  return parts.length === 0
    ? ['It is about waivers: its cases are in [waivers.test.ts](../../__tests__/unit/guidelines/waivers.test.ts).']
    : parts;
}

function configured({ fails, failing, passes, unknown, idle }: ConfigurationExamples): readonly string[] {
  return [
    'Only the arguments that matter are shown; the others are those of a resource without a finding.',
    '### Fails',
    shown(fails),
    ...values('These fail as well:', failing),
    '### Passes',
    shown(passes),
    ...values('### Unknown', unknown),
    ...(idle.length === 0 ? [] : ['### Not applicable', ...idle.map((json) => block('json', JSON.stringify(json, undefined, 2)))]),
  ];
}

function running({ failing, passing, unknown }: EngineExamples): readonly string[] {
  return ['### On a live engine', ...values('Fails:', failing), ...values('Passes:', passing), ...values('Unknown:', unknown)];
}

function values(head: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [head, list(texts.map(code))];
}

function summary(rule: Rule, file: string, { attributes }: Examples): readonly string[] {
  const { severity, guideline, appliesTo, references } = rule;
  const surfaces = surfacesOf(rule);
  const heading = guidelineHeading(guideline);
  const kinds = appliesTo.length === 0 ? 'waivers' : appliesTo.map((kind) => KINDS[kind]).join(', ');
  const named = attributes.length === 0 ? '' : `: ${attributes.map(code).join(', ')}`;
  return [
    `**Severity:** ${severity}; ${severity !== 'low' && surfaces.includes('synth') ? 'a finding stops the synth' : 'a finding is reported'}`,
    `**Guideline:** [${heading}](../guidelines.md#${anchor(heading)})`,
    `**Evaluated:** ${surfaces.map((surface) => SURFACES[surface]).join(', ')}`,
    `**Looks at:** ${kinds}${named}`,
    `**Asked for by:** ${standards(references).join('; ') || 'the guideline alone'}`,
    `**Source:** [${file}](../../${file})`,
  ];
}

/** A host is nowhere but where it runs. */
function surfacesOf({ surfaces, appliesTo }: Rule): readonly Surface[] {
  if (appliesTo.length > 0 && appliesTo.every((kind) => kind === 'host')) return ['live'];
  return surfaces ?? ['synth', 'plan', 'live'];
}

function exception({ exception: text, unwaivable }: Rule): string {
  if (text === undefined) return 'There is no good reason to fail it.';
  return unwaivable === true ? `${sentence(text)} The rule itself has no exception.` : sentence(text);
}

function waiver({ id, unwaivable, appliesTo }: Rule, { configuration, shared, engine }: Examples): string {
  if (unwaivable === true) return 'Nobody can waive it, and no rule pack can leave it out.';
  const said = [...((configuration?.fails ?? shared)?.said ?? []), ...(engine?.failing.map((text) => `fail ${text}`) ?? [])];
  const finding = said.map((text) => /^fail .*? = (.*)$/.exec(text)?.[1]).find((value) => value !== undefined);
  const switches = offSwitches().filter(({ rules }) => rules.includes(id));
  const snippet = [
    `import { Hardening } from 'appengine-constructs/guidelines';`,
    '',
    'Hardening.of(shop).waive({',
    `  rule: '${id}',`,
    ...(appliesTo.every((kind) => kind === 'host') ? [`  target: 'host',`] : []),
    ...(finding === undefined ? [] : [`  finding: ${quoted(finding)}, // leave it out to accept every value`]),
    `  reason: 'what needs it, and what limits the damage',`,
    `  owner: 'who decides about it again',`,
    `  expires: 'YYYY-MM-DD', // at most 90 days from now`,
    '});',
  ].join('\n');
  if (switches.length === 0) return block('ts', snippet);
  const calls = switches.map(({ call }) => code(call)).join(', or ');
  return `In the code of a container, ${calls} switches the default off: its reason is the waiver. For anything else:\n\n${block('ts', snippet)}`;
}

function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

function shown({ json, said }: Example): string {
  const verdict = `${json === undefined ? 'Nothing has to be written: the rule says' : 'The rule says'} ${said.map(code).join(', ')}.`;
  return json === undefined ? verdict : `${block('json', JSON.stringify(json, undefined, 2))}\n\n${verdict}`;
}

function proof({ id }: Rule): string {
  const attacks = Object.entries(ATTACKS).filter(([, { rules }]) => rules.some((rule) => rule === id));
  if (attacks.length === 0) return 'No attack of the suite is about this rule: its cases are its proof.';
  return [
    'The attack suite expects these to succeed on a plain engine and to fail here:',
    list(attacks.map(([name, { title, opens, plain }]) => `\`${name}\`: ${title}, against ${code(plain)} (opens: ${opens})`)),
  ].join('\n\n');
}
