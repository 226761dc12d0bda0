import fc from 'fast-check';
import { AppEngineError } from '../../../constructs/errors';
import { decideOwnership, Ownership, type OwnershipFacts } from '../../../cli/ownership/decide';

const OWNER = { id: 'a', directory: '/srv/a', host: 'host1', user: 'anna', since: '2026-11-28 12:01 UTC' };
const FACTS: OwnershipFacts = {
  instance: 'shop',
  project: { id: 'b', directory: '/srv/b', host: 'host1' },
  stateId: undefined,
  owner: OWNER,
  hasStates: false,
  isShared: false,
  hasResources: true,
  takesOver: false,
};

describe('decideOwnership', () => {
  test('what another project deployed is refused, with the owner and the ways out', () => {
    expect(() => decideOwnership(FACTS)).toThrow(
      'InstanceOwnedElsewhere: "shop" on this engine belongs to /srv/a of anna on host1, since 2026-11-28 12:01 UTC; ' +
        'run the command there, let this project use the same states (docs/state.md), choose another name with APPENGINE_INSTANCE, or add --take-over to make this project the owner',
    );
  });

  test('states are no proof against an owner who is named', () => {
    expect(() => decideOwnership({ ...FACTS, hasStates: true })).toThrow('InstanceOwnedElsewhere');
  });

  test('what nobody is named for, and no state knows, is refused', () => {
    expect(() => decideOwnership({ ...FACTS, owner: undefined })).toThrow('InstanceOwnerUnknown: the engine has');
  });

  test.each<[string, Partial<OwnershipFacts>, Ownership]>([
    ['its own id', { project: { ...FACTS.project, id: 'a' } }, Ownership.CONFIRMED],
    ['a lost id in the same directory', { project: { id: undefined, directory: '/srv/a', host: 'host1' } }, Ownership.ADOPTED],
    ['a pruned owner, and states', { owner: undefined, hasStates: true }, Ownership.CLAIMED],
    ['nothing deployed', { owner: undefined, hasResources: false }, Ownership.CLAIMED],
    ['--take-over', { takesOver: true }, Ownership.TAKEN_OVER],
    ['--take-over of what nobody is named for', { owner: undefined, takesOver: true }, Ownership.CLAIMED],
  ])('%s', (_, more, expected) => {
    expect(decideOwnership({ ...FACTS, ...more })).toBe(expected);
  });

  test('the same path on another host is another project', () => {
    expect(() => decideOwnership({ ...FACTS, project: { id: undefined, directory: '/srv/a', host: 'host2' } })).toThrow(AppEngineError);
  });

  test('who has the same states is at work on the same installation, wherever the checkout is', () => {
    expect(decideOwnership({ ...FACTS, stateId: 'a', isShared: true })).toBe(Ownership.CONFIRMED);
    expect(decideOwnership({ ...FACTS, stateId: 'a', isShared: true, project: { id: undefined, directory: '/srv/c', host: 'ci' } })).toBe(
      Ownership.CONFIRMED,
    );
  });

  test('states of another installation are refused even where the owner is', () => {
    const project = { id: 'a', directory: OWNER.directory, host: OWNER.host };
    expect(() => decideOwnership({ ...FACTS, project, stateId: 'other', isShared: true })).toThrow('InstanceOwnedElsewhere');
    expect(decideOwnership({ ...FACTS, project, stateId: 'other', takesOver: true })).toBe(Ownership.TAKEN_OVER);
  });

  test('shared states of another engine are no reason to deploy everything here as well', () => {
    const elsewhere = { ...FACTS, owner: undefined, isShared: true, hasStates: true, hasResources: false, stateId: 'a' };
    expect(() => decideOwnership(elsewhere)).toThrow(/^InstanceOnAnotherEngine: .*DOCKER_HOST/);
    expect(decideOwnership({ ...elsewhere, takesOver: true })).toBe(Ownership.CLAIMED);
    expect(decideOwnership({ ...elsewhere, isShared: false })).toBe(Ownership.CLAIMED);
    expect(decideOwnership({ ...elsewhere, hasResources: true })).toBe(Ownership.CLAIMED);
  });

  test('without --take-over nobody gets what an owner with another id and place has', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.option(fc.uuid(), { nil: undefined }), (hasStates, hasResources, id) => {
        const facts = { ...FACTS, project: { ...FACTS.project, id }, hasStates, hasResources };
        expect(() => decideOwnership(facts)).toThrow('InstanceOwnedElsewhere');
      }),
    );
  });
});
