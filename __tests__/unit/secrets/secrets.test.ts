import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HealthCheck, RuntimePool, Secret } from '../../../constructs';
import { fingerprint } from '../../../constructs/secrets/fingerprint';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();
const VALUE = 'kept between us';
const PATH = process.env.PATH ?? '';
/** Stands in for sops: one value, at one place of any file. */
const SOPS = `#!/bin/sh
[ "$1 $2" = '--decrypt --extract' ] || exit 2
[ "$3" = '["stripe"]["the \\"live\\" key"]' ] && exec cat "$4"
echo 'component mail not found' >&2
exit 3
`;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  process.env.TEST_SECRET = VALUE;
  writeFileSync(join(directory, 'sops'), SOPS, { mode: 0o755 });
  process.env.PATH = `${directory}:${PATH}`;
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  delete process.env.TEST_SECRET;
  process.env.PATH = PATH;
});

/** The volume that an app gets, and all of the stack as text. */
function used(declare: (stack: TenantStack) => Secret): { readonly volume: string; readonly text: string } {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [declare(stack)] });
  const template = DockerTemplate.of(stack);
  const mounts = template.containerAt('acme/Shop/Replica1').values.mounts as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  return { volume: mounts.find(({ target }) => target === '/bindings/stripe')?.source ?? '', text: JSON.stringify(template.toSnapshot()) };
}

test.each<[string, (stack: TenantStack, file: string) => Secret]>([
  ['a file', (stack, file) => Secret.fromFile(stack, 'Stripe', file)],
  ['a variable', (stack) => Secret.fromEnvironment(stack, 'Stripe', 'TEST_SECRET')],
  ['a command', (stack, file) => Secret.fromCommand(stack, 'Stripe', ['cat', file])],
  ['a file of sops', (stack, file) => Secret.fromSops(stack, 'Stripe', file, ['stripe', 'the "live" key'])],
])('the value of %s is in a volume of its own, and in no configuration', (_source, declare) => {
  const file = join(directory, 'stripe');
  const change = (value: string): void => {
    writeFileSync(file, `${value}\n`);
    process.env.TEST_SECRET = value;
  };
  change(VALUE);
  const first = used((stack) => declare(stack, file));
  expect(first.volume).toBe(`test-acme-stripe-secret-${fingerprint(Buffer.from(VALUE), 'test-acme/stripe')}`);
  expect(first.text).not.toContain(VALUE);
  expect(used((stack) => declare(stack, file)).volume).toBe(first.volume);
  change('another value');
  expect(used((stack) => declare(stack, file)).volume).not.toBe(first.volume);
});

test('a generated one has no value before it is deployed', () => {
  expect(used((stack) => Secret.generated(stack, 'Stripe')).volume).toBe('test-acme-stripe-secret');
});

test('the same value has another fingerprint elsewhere', () => {
  expect(fingerprint(Buffer.from(VALUE), 'test-acme/stripe')).toMatch(/^[0-9a-f]{8}$/);
  expect(fingerprint(Buffer.from(VALUE), 'test-globex/stripe')).not.toBe(fingerprint(Buffer.from(VALUE), 'test-acme/stripe'));
});

describe('what is refused, without a word of the value', () => {
  test.each<[string, (stack: TenantStack, file: string) => unknown, RegExp]>([
    [
      'no file',
      (stack, file) => Secret.fromFile(stack, 'Stripe', `${file}-none`),
      /^SecretMissing: acme\/Stripe\/Value: file .*-none cannot be read \(ENOENT\)/,
    ],
    ['no variable', (stack) => Secret.fromEnvironment(stack, 'Stripe', 'TEST_NONE'), /^SecretMissing: .*variable TEST_NONE is not set/],
    ['no program', (stack) => Secret.fromCommand(stack, 'Stripe', ['no-such-program']), /^SecretMissing: .*"no-such-program".*ENOENT/],
    [
      'no key in a file of sops',
      (stack, file) => Secret.fromSops(stack, 'Stripe', file, []),
      /^SecretKeyMissing: acme: key \[\] of .* must name/,
    ],
    [
      'another key in a file of sops',
      (stack, file) => Secret.fromSops(stack, 'Stripe', file, ['mail']),
      /^SecretMissing: .*"sops" ended with 3: component mail not found/,
    ],
    ['a program that fails', (stack) => Secret.fromCommand(stack, 'Stripe', ['false']), /^SecretMissing: .*"false" ended with 1/],
    ['a program that prints nothing', (stack) => Secret.fromCommand(stack, 'Stripe', ['true']), /^SecretMissing: .*command true is empty/],
    [
      'a value that is too long',
      (stack, file) => {
        writeFileSync(file, VALUE.repeat(5000));
        return Secret.fromFile(stack, 'Stripe', file);
      },
      /^SecretInvalid: .*75000 bytes, and a secret at most 65536/,
    ],
    [
      'a length that is too short',
      (stack) => Secret.generated(stack, 'Stripe', { length: 8 }),
      /^SecretLengthOutOfRange: .*length 8 .*from 16 to 1024/,
    ],
  ])('%s', (_case, declare, message) => {
    let said = '';
    try {
      declare(tenant(), join(directory, 'stripe'));
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toMatch(message);
    expect(said).not.toContain(VALUE);
  });

  test('a secret of another tenant', () => {
    const app = new TestApp();
    const secret = Secret.generated(tenant('acme', {}, app), 'Stripe');
    expect(() => new RuntimePool(tenant('globex', {}, app), 'Shop', { image: IMAGE, healthCheck, uses: [secret] })).toThrow(
      /^UseAcrossTenants: globex\/Shop: secret "stripe" belongs to tenant "acme"/,
    );
  });
});
