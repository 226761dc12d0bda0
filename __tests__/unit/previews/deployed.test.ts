import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Instance, type PreviewDescription } from '../../../constructs';
import { checkRoom, deployedPreviews, findPreviews, isOver, type DeployedPreview } from '../../../operations/previews/deployed-previews';
import { LOCAL } from '../../../operations/state/backend';
import { StateStore } from '../../../operations/state/state-store';
import { States } from '../../../operations/state/states';
import { EMPTY_STATE } from '../../../operations/state/terraform-state';
import { renderPreviews } from '../../../cli/render/previews';
import { sessionOf } from '../../fixture/session';

const RESOURCES = [{ mode: 'managed', type: 'docker_network', name: 'a', instances: [] }] as const;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'previews-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function describe(name: string, more: Partial<PreviewDescription> = {}): PreviewDescription {
  return {
    ...{ tenant: 'acme', branch: name, name, by: 'Anna', limit: 2 },
    ...{ deployed: '2026-11-30T09:00:00.000Z', expires: '2026-12-07T09:00:00.000Z' },
    ...more,
  };
}

async function deployed(previews: readonly PreviewDescription[], others: readonly string[] = []): Promise<States> {
  const instance = new Instance({ name: 'shop', projectDirectory: directory });
  const write = (stack: string, outputs: object): void => {
    mkdirSync(dirname(instance.stateFile(stack)), { recursive: true });
    writeFileSync(instance.stateFile(stack), JSON.stringify({ ...EMPTY_STATE, outputs, resources: RESOURCES }));
  };
  for (const preview of previews) write(`${preview.tenant}-${preview.name}`, { preview: { value: preview } });
  for (const stack of others) write(stack, {});
  return States.read(new StateStore(sessionOf(instance), LOCAL, []));
}

const wanted = (name: string, more: Partial<PreviewDescription> = {}): DeployedPreview => {
  const description = describe(name, more);
  return { ...description, stack: `${description.tenant}-${description.name}` };
};
const none = (): boolean => false;

test('the states say which there are, and a plain deploy of others does not miss them in its program', async () => {
  const states = await deployed([describe('pr-2'), describe('pr-1')], ['platform', 'acme', 'gone']);
  expect(deployedPreviews(states).map(({ stack }) => stack)).toEqual(['acme-pr-1', 'acme-pr-2']);
  expect(states.undeclared(['platform', 'acme'])).toEqual(['gone']);
});

test('one more than the tenant may have is refused, with those that there are and how to remove one', async () => {
  const states = await deployed([
    describe('pr-1'),
    describe('pr-2', { branch: 'fix', expires: '2026-12-01T10:30:00.000Z' }),
    wanted('pr-1', { tenant: 'globex' }),
  ]);
  expect(() => {
    checkRoom(wanted('pr-3'), states, none);
  }).toThrow(
    'PreviewsExhausted: acme has 2 previews, and may have 2: pr-1 (pr-1, until 2026-12-07 09:00 UTC), pr-2 (fix, until 2026-12-01 10:30 UTC); remove one, such as by npx appengine preview down acme/pr-2, or raise `limit` of its Previews',
  );
});

test('one that is deployed again, one that is removed first, and one of another tenant take no room', async () => {
  const states = await deployed([describe('pr-1'), describe('pr-2'), describe('pr-1', { tenant: 'globex' })]);
  for (const [one, removed] of [
    [wanted('pr-2'), none],
    [wanted('pr-3'), (stack: string): boolean => stack === 'acme-pr-1'],
    [wanted('pr-3', { tenant: 'globex' }), none],
  ] as const) {
    expect(() => {
      checkRoom(one, states, removed);
    }).not.toThrow();
  }
});

test.each<[string, readonly PreviewDescription[], readonly string[], string]>([
  ['a tenant', [], ['acme-pr-1'], 'PreviewNameTaken: preview acme/pr-1 would be acme-pr-1, and that is a tenant of that name'],
  ['another branch', [describe('pr-1', { branch: 'PR-1' })], [], 'that is the preview of acme for branch PR-1'],
])('a name that %s has is refused', async (_, previews, others, message) => {
  const states = await deployed(previews, others);
  expect(() => {
    checkRoom(wanted('pr-1'), states, none);
  }).toThrow(message);
});

test.each([
  ['2026-12-07T08:59:59.000Z', false],
  ['2026-12-07T09:00:00.000Z', true],
  ['2027-01-01T00:00:00.000Z', true],
])('at %s it is over: %s', (now, expected) => {
  expect(isOver(describe('pr-1'), new Date(now))).toBe(expected);
});

test('is found by all that a person calls it', async () => {
  const all = deployedPreviews(
    await deployed([describe('pr-1', { branch: 'feature/x' }), describe('pr-1', { tenant: 'globex', branch: 'other' })]),
  );
  for (const text of ['acme/pr-1', 'acme-pr-1', 'feature/x', 'acme/feature/x'])
    expect(findPreviews(all, text).map(({ stack }) => stack)).toEqual(['acme-pr-1']);
  expect(findPreviews(all, 'pr-1').map(({ stack }) => stack)).toEqual(['acme-pr-1', 'globex-pr-1']);
  expect(() => findPreviews(all, 'pr-9')).toThrow('PreviewUnknown: "pr-9" is no preview; name one of: acme/pr-1, globex/pr-1');
});

test('are shown with their end and their addresses', () => {
  const shown = renderPreviews([
    { ...wanted('pr-1'), isOver: false, urls: ['http://pr-1.shop.acme.localhost:8080'] },
    { ...wanted('pr-2'), isOver: true, urls: [] },
  ]);
  expect(shown).toMatch(/acme\/pr-1 +acme-pr-1 +pr-1 +— +Anna +2026-12-07 09:00 UTC +http:\/\/pr-1\.shop\.acme\.localhost:8080/);
  expect(shown).toContain('over: npx appengine preview prune');
  expect(renderPreviews([])).toContain('npx appengine preview up');
});
