import { AppEngineError } from '../../constructs/errors';
import { placeOf } from '../apps/app-containers';
import type { States } from '../state/states';
import { declaredPlaces } from './declared-places';

const MOST_REPLICAS = 20;

/**
 * How many replicas an app has is declared: any other number would be undone by the next deploy, without a word.
 * @param text such as `acme/shop`
 * @param count replicas, as it was given
 * @returns the number of replicas, where it is that already
 * @throws AppEngineError ReplicasOutOfRange, AppUnknown, AppNotScalable, ReplicasDeclared
 */
export function refuseScale(states: States, directory: string, text: string, count: string): number {
  const wanted = /^\d{1,3}$/.test(count) ? Number(count) : Number.NaN;
  if (!(wanted >= 1 && wanted <= MOST_REPLICAS))
    throw new AppEngineError(
      'ReplicasOutOfRange',
      `replicas ${JSON.stringify(count)} must be a whole number from 1 to ${String(MOST_REPLICAS)}; give such a number`,
    );
  const { tenant, app = '' } = placeOf(text);
  const apps = states.apps(tenant);
  const found = apps[app];
  if (found === undefined) {
    const places =
      states.stacks.flatMap((stack) => Object.keys(states.apps(stack)).map((name) => `${stack}/${name}`)).join(', ') || '(none)';
    throw new AppEngineError(
      'AppUnknown',
      `${JSON.stringify(text)} must be an app that is deployed: ${places}; correct it, or deploy it first: npx appengine up`,
    );
  }
  if (found.kind !== 'service' && found.kind !== 'worker')
    throw new AppEngineError('AppNotScalable', `${text} is a ${found.kind}, which has one container; only a RuntimePool has replicas`);
  if (found.replicas === wanted) return wanted;
  throw new AppEngineError(
    'ReplicasDeclared',
    `${text} has ${String(found.replicas)}, as ${whereOf(directory, tenant, app)}, and the next up would set any other number back; ${changeOf(directory, tenant, app, wanted)}, then: npx appengine up --only ${tenant}; nothing was changed`,
  );
}

function whereOf(directory: string, tenant: string, app: string): string {
  const places = declaredPlaces(directory, tenant, app).map(({ file, line }) => `${file}:${String(line)}`);
  return places.length === 0 ? `the stack of ${tenant} declares` : `declared in ${places.join(' or ')}`;
}

function changeOf(directory: string, tenant: string, app: string, wanted: number): string {
  const isThere = declaredPlaces(directory, tenant, app).some(({ hasReplicas }) => hasReplicas);
  return `${isThere ? 'make it' : 'add'} \`replicas: ${String(wanted)}\` there`;
}
