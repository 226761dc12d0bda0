import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, type Facts, type Row } from '../../../../guidelines';
import { knownOf } from '../../../../guidelines/facts/known';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { TODAY } from '../../../../guidelines/cases/cases';

/** Responses of an engine of version 20.10 after Terraform applied the configuration beside them. */
interface Recording {
  readonly snapshot: EngineSnapshot;
  readonly declared: readonly unknown[];
}

const ENGINES = join(__dirname, '../../../fixture/engines');

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function recorded(name: string): Recording & { readonly facts: readonly Facts[]; readonly wanted: readonly Facts[] } {
  const recording = json(join(__dirname, 'recorded', `${name}.json`)) as Recording;
  const wanted = recording.declared.flatMap(factsOfTerraformJson);
  return { ...recording, wanted, facts: factsOfEngine(recording.snapshot, wanted) };
}

function ofContainers(facts: readonly Facts[]): readonly Facts[] {
  return facts.filter(({ kind }) => kind === 'container');
}

function findings(facts: readonly Facts[], surface: 'live' | 'synth'): readonly Row[] {
  return evaluate(facts, { surface, today: TODAY }).rows.filter(({ status }) => status !== 'pass' && status !== 'not-applicable');
}

test.each([
  ['example', 10],
  ['settings', 29],
])('%s: nothing drifts, and nothing is foreign or unknown', (name, count) => {
  const containers = recorded(name).facts.filter((fact) => fact.kind === 'container');

  expect(containers).toHaveLength(count);
  for (const { path, drift, declared } of containers)
    expect({ path, drift, declared }).toEqual({ path, drift: [], declared: { known: true, value: true } });
  expect(JSON.stringify(containers)).not.toContain('"known":false');
});

test('the example: each rule says of a container what it said of its declaration', () => {
  const { facts, wanted } = recorded('example');
  const statuses = (rows: readonly Row[]): readonly string[] =>
    rows.filter(({ attribute }) => attribute !== '').map(({ rule, path, attribute, status }) => `${rule} ${path} ${attribute} ${status}`);
  const synth = evaluate(ofContainers(wanted), { surface: 'synth', today: TODAY }).rows;
  const live = evaluate(ofContainers(facts), { surface: 'live', today: TODAY }).rows;

  expect(findings(ofContainers(facts), 'live')).toEqual(findings(ofContainers(wanted), 'synth'));
  expect(statuses(synth).filter((row) => !statuses(live).includes(row))).toEqual([]);
});

test('all kinds of settings: what was declared is read back, but for what the engine makes of it', () => {
  const { facts, wanted } = recorded('settings');
  const declared = new Map(ofContainers(wanted).map((fact) => [fact.path, new Map(Object.entries(fact))]));
  const differing = ofContainers(facts).flatMap(({ path, ...fact }) =>
    Object.entries(fact)
      .filter(([field]) => field !== 'engine' && !isUnset(declared.get(path)?.get(field)))
      .filter(([field, value]) => text(declared.get(path)?.get(field)) !== text(value))
      .map(([field]) => `${path.replace('docker_container.', '')} ${field}`),
  );

  // Defaults of the provider that are written out, an unused default network, an image by its identifier, and labels of the image.
  expect(differing.sort()).toEqual([
    'bridge networkMode',
    'bridge networks',
    'bridgemode networkMode',
    'caps workingDirectory',
    'imageid image',
    'mounts mounts',
    'ports ports',
    'sysctls devices',
    'sysctls labels',
    'vol mounts',
  ]);
});

/** True where the declaration leaves it to the engine. */
function isUnset(fact: unknown): boolean {
  return ['{"known":true}', '[]'].includes(JSON.stringify(fact));
}

/** Lists in any order, and without the words that all facts have. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).sort().join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('known' in value && 'value' in value) return text(value.value);
  const entries = Object.entries(value).filter(([name]) => name !== 'known');
  return `{ ${entries.map(([name, item]) => `${name} ${text(item)}`).join(', ')} }`;
}

test.each(readdirSync(ENGINES).filter((file) => file.endsWith('.json')))('%s can be read', (file) => {
  const record = json(join(ENGINES, file)) as Omit<EngineSnapshot, 'images'> & { readonly images: readonly unknown[] };
  const facts = factsOfEngine({ ...record, images: record.images.map((inspect) => ({ inspect })) });
  const containers = facts.filter((fact) => fact.kind === 'container');

  expect(containers).toHaveLength(record.containers.length);
  for (const { address, declared, networks, hostPaths, ...container } of containers) {
    expect(address).toMatch(/^engine\/[\w.-]+$/);
    expect(declared).toEqual({ known: false, expression: 'what is declared was not read' });
    expect(knownOf(networks)).toHaveLength(networks.length);
    expect(hostPaths.filter(({ known }) => !known)).toEqual([]);
    expect(JSON.stringify(container)).not.toContain('"known":false');
  }
});
