import { TODAY } from '../../../guidelines/cases/cases';
import { GOOD_CONTAINER, type Arguments } from '../../../guidelines/cases/configuration';
import { evaluateEngine, factsOfTerraformJson, renderHtml, renderJson, renderTerminal, type Facts } from '../../../guidelines';
import { judgedFacts, othersIn } from '../../../guidelines/judged';
import { othersText } from '../../../guidelines/reports/others';

/** Facts of what an engine has beside what is declared. */
function engineHas(resource: Readonly<Record<string, Readonly<Record<string, Arguments>>>>): readonly Facts[] {
  return factsOfTerraformJson({ resource }).map((fact) => ({ ...fact, path: `engine/${fact.path}`, address: `engine/${fact.address}` }));
}

const container = (name: string, more: Arguments = {}): Arguments => ({ ...GOOD_CONTAINER, name, ...more });
const paths = (facts: readonly Facts[]): readonly string[] => facts.map(({ path }) => path.replace(/^.*\./, '')).sort();
const SURE = { network_mode: 'none', pid_mode: 'private', ipc_mode: 'private' };

test('a container is ours by its name, its label, or what it reaches into', () => {
  const facts = engineHas({
    docker_container: {
      byname: container('blue-acme-shop-1-8c1f'),
      bylabel: container('x', { labels: [{ label: 'appengine.instance', value: 'blue' }] }),
      bynetwork: container('spy', { networks_advanced: [{ name: 'blue-acme-apps' }] }),
      byvolume: container('thief', { volumes: [{ volume_name: 'blue-acme-data', container_path: '/d' }] }),
      bynamespace: container('parasite', { network_mode: 'container:blue-acme-shop-1-8c1f' }),
      notknown: container('${var.name}'),
      theirs: container('blues-shop', { ...SURE, labels: [{ label: 'appengine.instance', value: 'blues' }] }),
      task: container('task', SURE),
    },
  });
  expect(paths(judgedFacts(facts, [], 'blue'))).toEqual(['bylabel', 'byname', 'bynamespace', 'bynetwork', 'byvolume', 'notknown']);
});

test('networks, volumes and images are ours by their names, and images by who uses them', () => {
  const facts = engineHas({
    docker_container: { shop: container('blue-shop', { image: 'redis:8' }), task: container('task', { ...SURE, image: 'nginx:1' }) },
    docker_image: {
      built: { name: 'appengine.invalid/blue/acme/shop:1' },
      other: { name: 'appengine.invalid/green/acme/shop:1' },
      used: { name: 'redis:8' },
      unused: { name: 'nginx:1' },
    },
    docker_network: { bridge: { name: 'bridge' }, apps: { name: 'blue-acme-apps' }, foreign: { name: 'ci' } },
    docker_volume: { data: { name: 'blue-data' }, marker: { name: 'blue.lock' }, foreign: { name: 'blueish' } },
  });
  const judged = judgedFacts(facts, [], 'blue');
  expect(paths(judged)).toEqual(['apps', 'bridge', 'built', 'data', 'marker', 'shop', 'used']);
  expect(othersIn(facts, judged)).toEqual({ container: 1, image: 2, network: 1, volume: 1 });
});

test('what is declared is ours under any name, and so is what a waiver names', () => {
  const declared = factsOfTerraformJson({ resource: { docker_container: { any: container('any', SURE) } } });
  const facts = [...declared, ...engineHas({ docker_container: { agent: container('agent', SURE), task: container('task', SURE) } })];
  const waiver = { rule: 'SDG-05.1', target: 'engine/docker_container.agent', reason: 'r', owner: 'ana', expires: '2027-01-10' };
  expect(paths(judgedFacts(facts, [waiver], 'blue'))).toEqual(['agent', 'any']);
});

test('others are summed up in one line, and in JSON', () => {
  const facts = engineHas({ docker_container: { task: container('task', { ...SURE, privileged: true }) } });
  const judged = judgedFacts(facts, [], 'blue');
  const audit = { reports: [evaluateEngine(judged, [], TODAY, undefined, facts)], skipped: [], others: othersIn(facts, judged) };

  expect(renderTerminal(audit)).toMatch(/\n1 container of others: not judged; --all judges them\n$/);
  expect(renderTerminal(audit)).not.toContain('SDG-05.1');
  expect(renderHtml(audit)).toContain('1 container of others: not judged; --all judges them');
  expect(JSON.parse(renderJson(audit))).toMatchObject({ others: { container: 1, image: 0, network: 0, volume: 0 } });
  expect(othersText({ container: 12, image: 3, network: 1, volume: 0 })).toBe(
    '12 containers, 3 images and 1 network of others: not judged; --all judges them',
  );
  expect(othersText({ container: 0, image: 0, network: 0, volume: 0 })).toBeUndefined();
});

test('others are neighbours of what is judged all the same', () => {
  const labelled = (tenant: string): Arguments => ({
    labels: [{ label: 'appengine.tenant', value: tenant }],
    networks_advanced: [{ name: 'shared' }],
  });
  const facts = engineHas({
    docker_container: { ours: container('blue-shop', labelled('acme')), theirs: container('task', labelled('globex')) },
  });
  const judged = judgedFacts(facts, [], 'blue');
  const { rows } = evaluateEngine(judged, [], TODAY, undefined, facts);
  expect(rows.filter(({ rule, status }) => rule === 'SDG-15.3' && status === 'fail').map(({ path }) => path)).toEqual([
    'engine/docker_container.ours',
  ]);
});
