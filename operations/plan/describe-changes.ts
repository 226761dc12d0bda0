import type { RouteDescription } from '../../constructs/gateway/route-table';
import type { ContainerFacts } from '../../guidelines/facts/container-facts';
import type { Facts } from '../../guidelines/facts';
import { known, knownOf, valueOf } from '../../guidelines/facts/known';
import type { CanaryDescription } from '../../stacks/app-description';
import type { PlannedStack } from './stack/planned-stack';
import { reasonsFor } from './reasons';
import type { ResourceChange } from './stack/resource-change';
import { placeOf } from './security/place';

/** One change of an app, or of another part of a stack. */
export interface DescribedChange {
  /** Name of the app; empty for the stack itself. */
  readonly app: string;
  /** Such as `2 replicas replaced, start-first: new image (source changed)`. */
  readonly text: string;
}

/** Name of a container by its purpose, for one and for several; files are loaded by what needs no words. */
const NAMES: Readonly<Record<string, readonly [one: string, many: string]>> = {
  backup: ['backup program', 'backup programs'],
  'backup-commands': ['program of backup commands', 'programs of backup commands'],
  balancer: ['balancer', 'balancers'],
  binding: ['program of credentials', 'programs of credentials'],
  certificates: ['program of certificates', 'programs of certificates'],
  egress: ['egress proxy', 'egress proxies'],
  exporter: ['exporter', 'exporters'],
  gateway: ['gateway', 'gateways'],
  job: ['job', 'jobs'],
  replica: ['replica', 'replicas'],
  router: ['router', 'routers'],
  schedule: ['schedule', 'schedules'],
  secret: ['program of a secret', 'programs of secrets'],
  service: ['server', 'servers'],
  'service-gateway': ['gateway of a service', 'gateways of services'],
};
const VERBS: Readonly<Record<ResourceChange['action'], string>> = {
  create: 'added',
  delete: 'removed',
  replace: 'replaced',
  update: 'changed',
};
const PLAIN_TYPES: Readonly<Record<string, string>> = { docker_network: 'network', docker_volume: 'volume', docker_image: 'image' };
/** Of names that change with what is in them. */
const CONTENT_HASH = /[-:][0-9a-f]{8,16}$/;

/** Everything that a person wants to know of the changes of a stack, by app. Files of containers and programs that run once are counted with what they are for. */
export function describeChanges(stack: PlannedStack): readonly DescribedChange[] {
  const apps = appsOf(stack);
  return [...containerChanges(stack, apps), ...otherChanges(stack, apps), ...routeChanges(stack), ...canaryChanges(stack)].sort(
    (a, b) => compare(a.app, b.app) || compare(a.text, b.text),
  );
}

interface ContainerChange {
  readonly change: ResourceChange;
  readonly before: ContainerFacts | undefined;
  readonly after: ContainerFacts | undefined;
}

function containerChanges({ changes, before, after }: PlannedStack, apps: readonly App[]): readonly DescribedChange[] {
  const [old, now] = [containersIn(before.facts), containersIn(after.facts)];
  const groups = new Map<
    string,
    { readonly app: string; readonly role: string; readonly action: ResourceChange['action']; readonly ending: string; count: number }
  >();
  for (const change of changes.filter(({ type }) => type === 'docker_container')) {
    const one: ContainerChange = { change, before: old.get(change.address), after: now.get(change.address) };
    const container = one.after ?? one.before;
    const role = labelOf(container, 'appengine.role') ?? 'replica';
    if (container === undefined || role === 'loader') continue;
    const app = labelOf(container, 'appengine.app') ?? appOf(change.path, apps);
    const ending = endingOf(one, stopsFirst(after.facts, change.address));
    const key = JSON.stringify([app, role, change.action, ending]);
    const group = groups.get(key) ?? { app, role, action: change.action, ending, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].map(({ app, role, action, ending, count }) => {
    const [singular, plural] = NAMES[role] ?? [role, `${role}s`];
    const what = count === 1 ? singular : `${String(count)} ${plural}`;
    return { app, text: `${what} ${VERBS[action]}${ending}` };
  });
}

/** How, and why. */
function endingOf({ change: { action }, before, after }: ContainerChange, isStopFirst: boolean): string {
  if (before === undefined || after === undefined || action === 'create' || action === 'delete') return '';
  const how = action === 'update' || !isLasting(after) ? '' : isStopFirst ? ', stop-first' : ', start-first';
  return `${how}: ${reasonsFor(before, after).join('; ')}`;
}

function isLasting({ isLongRunning }: ContainerFacts): boolean {
  return isLongRunning.known && isLongRunning.value;
}

/** The health gate has to end others first. */
function stopsFirst(facts: readonly Facts[], address: string): boolean {
  return facts.some(
    (fact) =>
      fact.kind === 'opaque' &&
      fact.address === address &&
      knownOf(fact.commands).some((line) => / --(stop-first|writes) ?/.test(`${line} `)),
  );
}

function otherChanges({ changes, before, after }: PlannedStack, apps: readonly App[]): readonly DescribedChange[] {
  const groups = new Map<string, { readonly app: string; readonly noun: string; readonly verb: string; readonly names: string[] }>();
  const kept: DescribedChange[] = [];
  for (const change of changes) {
    const { address, type, path, action } = change;
    const noun = PLAIN_TYPES[type];
    const app = appOf(path, apps);
    if (noun === undefined) kept.push(...keptVolume(after.facts, change).map((text) => ({ app, text })));
    const name = nameOf(action === 'delete' ? before.facts : after.facts, address) ?? address;
    // The files of a container: another hash is a reason of theirs. So is another image.
    if (noun === undefined || (type === 'docker_volume' && CONTENT_HASH.test(name)) || (type === 'docker_image' && action === 'replace'))
      continue;
    const verb = type === 'docker_image' && action === 'create' ? 'built or pulled' : VERBS[action];
    const key = JSON.stringify([app, noun, verb]);
    const group = groups.get(key) ?? { app, noun, verb, names: [] };
    group.names.push(name.replace(CONTENT_HASH, ''));
    groups.set(key, group);
  }
  return [...kept, ...[...groups.values()].map(({ app, noun, verb, names }) => ({ app, text: `${listed(noun, names)} ${verb}` }))];
}

/** Up to two by their names. */
function listed(noun: string, names: readonly string[]): string {
  if (names.length > 2) return `${String(names.length)} ${noun}s`;
  return `${noun}${names.length === 1 ? '' : 's'} ${names.join(' and ')}`;
}

/** Made by the engine's client, because Terraform must never remove it. */
function keptVolume(facts: readonly Facts[], { address, action }: ResourceChange): readonly string[] {
  const made = facts.flatMap((fact) => (fact.kind === 'opaque' && fact.address === address ? knownOf(fact.commands) : []));
  return made.flatMap((line) => {
    const [, name] = /^docker volume create\b.* (\S+)$/.exec(line) ?? [];
    return name === undefined || action !== 'create' ? [] : [`data volume ${name} added, and kept from then on`];
  });
}

function routeChanges({ before, after }: PlannedStack): readonly DescribedChange[] {
  const [old, now] = [routesBy(before.outputs.routes), routesBy(after.outputs.routes)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((place): readonly DescribedChange[] => {
    const [was, is] = [old.get(place), now.get(place)];
    const app = (is ?? was)?.pools[0]?.name ?? '';
    if (was === undefined) return [{ app, text: `route ${place} added` }];
    if (is === undefined) return [{ app, text: `route ${place} removed` }];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ app, text: `route ${place} changed` }];
  });
}

/** A canary that comes, goes, or gets another part of the requests. */
function canaryChanges({ before, after }: PlannedStack): readonly DescribedChange[] {
  const [old, now] = [before.outputs.apps ?? {}, after.outputs.apps ?? {}];
  const apps = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return apps.flatMap((app) => canaryTexts(old[app]?.canary, now[app]?.canary).map((text) => ({ app, text })));
}

function canaryTexts(was: CanaryDescription | undefined, is: CanaryDescription | undefined): readonly string[] {
  const share = ({ percent }: CanaryDescription): string => `${String(percent)} %`;
  const begun = is === undefined ? [] : [`canary of release ${String(is.release)} gets ${share(is)} of the requests`];
  if (was === undefined) return begun;
  if (was.release !== is?.release)
    return [`canary of release ${String(was.release)} ended, it had ${share(was)} of the requests`, ...begun];
  return was.percent === is.percent ? [] : begun.map((text) => `${text}, in place of ${share(was)}`);
}

function routesBy(routes: readonly RouteDescription[] = []): ReadonlyMap<string, RouteDescription> {
  return new Map(routes.map((route) => [`${route.host}${route.path === '/' ? '' : route.path}`, route]));
}

/** An app, and the construct that all of it is below. */
interface App {
  readonly name: string;
  readonly path: string;
}

function appsOf({ before, after }: PlannedStack): readonly App[] {
  return [...before.facts, ...after.facts].flatMap((fact) => {
    const name = fact.kind === 'container' ? labelOf(fact, 'appengine.app') : undefined;
    const place = placeOf(fact.path);
    // A pool is above its replicas, and a job or a service above its container.
    return name === undefined ? [] : [{ name, path: place === fact.path ? place.replace(/\/[^/]+$/, '') : place }];
  });
}

/** The app whose construct a path is in, the nearest one; empty for what is of no app. */
function appOf(path: string, apps: readonly App[]): string {
  const around = apps.filter((app) => app.path.includes('/') && (path === app.path || path.startsWith(`${app.path}/`)));
  return around.sort((a, b) => b.path.length - a.path.length)[0]?.name ?? '';
}

function containersIn(facts: readonly Facts[]): ReadonlyMap<string, ContainerFacts> {
  return new Map(facts.flatMap((fact) => (fact.kind === 'container' ? [[fact.address, fact] as const] : [])));
}

function nameOf(facts: readonly Facts[], address: string): string | undefined {
  for (const fact of facts) {
    if (fact.address !== address) continue;
    const name =
      fact.kind === 'image'
        ? fact.reference.known
          ? known(fact.reference.value.name)
          : undefined
        : 'name' in fact
          ? fact.name
          : undefined;
    if (name?.known === true) return name.value;
  }
  return undefined;
}

function labelOf(container: ContainerFacts | undefined, label: string): string | undefined {
  const value = container === undefined ? known(undefined) : valueOf(container.labels, label);
  return value.known ? value.value : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
