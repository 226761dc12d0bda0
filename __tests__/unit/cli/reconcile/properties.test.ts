import fc from 'fast-check';
import type { StateInstance, StateResource, TerraformState } from '../../../../operations/state/terraform-state';
import { prepare } from '../../../../cli/reconcile/prepare';
import { settle } from '../../../../cli/reconcile/settle';
import type { Situation } from '../../../../cli/reconcile/situation';
import { containers, declare, declaring, engineWith, running, stateOf } from './fixture';

const SLOTS = ['Shop1', 'Shop2', 'Api1'];
const GENERATIONS = ['a', 'b', 'c'];

/** Any state of three replicas of three generations each, and any engine beside it. */
const situations: fc.Arbitrary<Situation> = fc
  .record({
    generations: fc.tuple(...SLOTS.map(() => fc.uniqueArray(fc.constantFrom(...GENERATIONS), { maxLength: 3 }))),
    tainted: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    present: fc.array(fc.constantFrom('gone', 'healthy', 'starting', 'exited', 'kept'), { minLength: 9, maxLength: 9 }),
    serving: fc.subarray(SLOTS.flatMap((slot) => GENERATIONS.map((generation) => `${slot}-${generation}`))),
  })
  .map(({ generations, tainted, present, serving }) => {
    const state = stateOf(
      ...generations.flatMap((found, slot) =>
        found.length === 0 ? [] : [containers(SLOTS[slot] ?? '', ...found.map((generation, index) => instanceOf(slot, generation, index)))],
      ),
    );
    function instanceOf(slot: number, generation: string, index: number): StateInstance {
      const name = `${SLOTS[slot] ?? ''}-${generation}`;
      return {
        attributes: { id: name, name },
        ...(index === 0 ? {} : { deposed: `dep${String(index)}` }),
        ...(tainted[slot * 3 + index] === true ? { status: 'tainted' as const } : {}),
      };
    }
    const engine = SLOTS.flatMap((slot, at) =>
      GENERATIONS.flatMap((generation, index) => {
        const id = `${slot}-${generation}`;
        const what = present[at * 3 + index];
        if (what === 'gone') return [];
        const app = slot.startsWith('Shop') ? 'shop' : 'api';
        if (what === 'kept') return [running(id, { name: `${id}-failed`, app, status: 'exited', health: 'none' })];
        if (what === 'exited') return [running(id, { app, status: 'exited', health: 'none' })];
        return [running(id, { app, health: what === 'starting' ? 'starting' : 'healthy' })];
      }),
    );
    const upright = engine.filter(({ status }) => status === 'running').map(({ name }) => name);
    return { state, observed: engineWith(...engine), serving: new Set(serving.filter((name) => upright.includes(name))) };
  });

const DECLARED = declaring(...SLOTS.map((slot) => declare('docker_container', slot, `${slot}-a`)));

function currents({ instances }: StateResource): readonly StateInstance[] {
  return instances.filter(({ deposed }) => deposed === undefined);
}

function ids({ resources }: TerraformState): readonly string[] {
  return resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id ?? ''));
}

describe('whatever a deploy has left', () => {
  test('what a gateway leads requests to is never removed, and stays in the state', () => {
    fc.assert(
      fc.property(situations, fc.boolean(), (situation, isCutOff) => {
        const settled = settle(situation, isCutOff);
        const removed = settled.removed.map(({ name }) => name).filter((name) => situation.serving.has(name));
        const known = ids(situation.state).filter((id) => situation.serving.has(id));
        // Of two generations that both serve, as in the middle of a switch, the current one stays.
        for (const resource of settled.state.resources) expect(currents(resource).length).toBeLessThanOrEqual(1);
        expect(removed).toEqual([]);
        expect(ids(settled.state)).toEqual(expect.arrayContaining([...known]));
      }),
    );
  });

  test('a second look finds nothing more to do', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const once = settle(situation, false);
        const left = situation.observed.containers.filter((container) => !once.removed.includes(container));
        const twice = settle({ ...situation, state: once.state, observed: engineWith(...left) }, false);
        expect(twice.removed).toEqual([]);
        expect(twice.state).toEqual(once.state);
      }),
    );
  });

  test('after the preparation a declared name is the current one, or free', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { state, removed, adopted } = prepare(situation, DECLARED, false);
        for (const { address, name } of DECLARED.values()) {
          const bearer = situation.observed.containers.find((container) => container.name === name);
          if (bearer === undefined || removed.includes(bearer) || adopted.has(address)) continue;
          const resource = state.resources.find((candidate) => `${candidate.type}.${candidate.name}` === address);
          expect(currents(resource ?? containers('none')).map(({ attributes }) => attributes.id)).toEqual([bearer.id]);
        }
      }),
    );
  });
});
