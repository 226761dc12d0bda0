import { inLockOrder, inWaves, select, withDependencies, type DeclaredStack } from '../../../../operations/state/manifest';

const stack = (name: string, ...dependencies: string[]): DeclaredStack => ({ name, workingDirectory: `stacks/${name}`, dependencies });
const names = (stacks: readonly DeclaredStack[]): string[] => stacks.map(({ name }) => name);

describe('inWaves', () => {
  it('puts tenants side by side after the platform', () => {
    const waves = inWaves([stack('acme', 'platform'), stack('globex', 'platform'), stack('platform')]);
    expect(waves.map(names)).toEqual([['platform'], ['acme', 'globex']]);
  });

  it('ignores dependencies that are not to be deployed', () => {
    expect(inWaves([stack('acme', 'platform')]).map(names)).toEqual([['acme']]);
  });

  it('refuses a cycle', () => {
    expect(() => inWaves([stack('a', 'b'), stack('b', 'a')])).toThrow('StackCycle: the stacks a, b depend on each other');
  });
});

describe('select', () => {
  it('takes all without --only', () => {
    expect(select(['platform', 'acme'], undefined)).toEqual(['platform', 'acme']);
  });

  it('names the stacks that there are when one is unknown', () => {
    expect(() => select(['platform', 'acme'], ['acne'])).toThrow('StackUnknown: --only names acne; the stacks are platform, acme');
  });
});

describe('withDependencies', () => {
  it('adds what the named stacks depend on, transitively', () => {
    const stacks = [stack('platform'), stack('shared', 'platform'), stack('acme', 'shared'), stack('globex', 'platform')];
    expect(names(withDependencies(stacks, ['acme']))).toEqual(['platform', 'shared', 'acme']);
  });
});

describe('inLockOrder', () => {
  it('puts what others depend on last, and names each once', () => {
    const stacks = [stack('platform'), stack('acme', 'platform'), stack('zeta', 'platform')];
    expect(inLockOrder(stacks, ['platform', 'zeta', 'acme', 'zeta'])).toEqual(['acme', 'zeta', 'platform']);
  });

  it('does without a manifest, and with names that are not in it', () => {
    expect(inLockOrder([], ['b', 'a'])).toEqual(['a', 'b']);
    expect(inLockOrder([stack('platform')], ['platform', 'neu'])).toEqual(['neu', 'platform']);
  });
});
