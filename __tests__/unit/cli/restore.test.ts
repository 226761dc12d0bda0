import { restored } from '../../../cli/deploy/restore';
import type { StateInstance, StateResource, TerraformState } from '../../../cli/deploy/state';

const labels = (app: string): StateInstance['attributes'] => ({ labels: [{ label: 'appengine.app', value: app }] });

function replica(name: string, ...instances: readonly StateInstance[]): StateResource {
  return { mode: 'managed', type: 'docker_container', name, instances };
}

function state(...resources: readonly StateResource[]): TerraformState {
  return { serial: 7, outputs: {}, resources };
}

describe('the state after a failed deploy', () => {
  test('what serves becomes current again, what failed is left over, and the serial grows', () => {
    const failed = state(
      replica('Shop_1', { status: 'tainted', attributes: labels('shop') }, { deposed: 'ab12', attributes: labels('shop') }),
    );
    expect(restored(failed)).toEqual({
      ...state(replica('Shop_1', { status: 'tainted', deposed: 'ab12', attributes: labels('shop') }, { attributes: labels('shop') })),
      serial: 8,
    });
  });

  test('a healthy replica goes back with the failed ones of its app, another app does not', () => {
    const failed = state(
      replica('Shop_1', { status: 'tainted', attributes: labels('shop') }, { deposed: 'ab12', attributes: labels('shop') }),
      replica('Shop_2', { attributes: labels('shop') }, { deposed: 'cd34', attributes: labels('shop') }),
      replica('Api_1', { attributes: labels('api') }, { deposed: 'ef56', attributes: labels('api') }),
    );
    const result = restored(failed);
    expect(result?.resources[1]?.instances).toEqual([{ deposed: 'cd34', attributes: labels('shop') }, { attributes: labels('shop') }]);
    expect(result?.resources[2]).toBe(failed.resources[2]);
  });

  test.each([
    ['nothing failed', replica('Shop_1', { attributes: labels('shop') }, { deposed: 'ab12', attributes: labels('shop') })],
    ['the first deploy failed, so nothing served before', replica('Shop_1', { status: 'tainted', attributes: labels('shop') })],
    [
      'all that is left over failed as well',
      replica('Shop_1', { status: 'tainted', attributes: {} }, { deposed: 'ab12', status: 'tainted', attributes: {} }),
    ],
  ])('is left alone when %s', (_, resource) => {
    expect(restored(state(resource))).toBeUndefined();
  });
});
