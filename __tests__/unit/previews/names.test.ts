import fc from 'fast-check';
import { checkedHost } from '../../../constructs/gateway/host-name';
import { Preview } from '../../../constructs/tenancy/preview';
import { previewNames } from '../../../constructs/tenancy/preview-name';
import { RESERVED_TENANT_NAMES } from '../../../constructs/tenancy/tenant-name';

const TENANT = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const tenants = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,6}){0,2}$/).filter((name) => name.length <= 20);
const branches = fc.oneof(
  fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  fc.stringMatching(/^(feature|fix)[/_-][A-Za-z0-9._/-]{1,40}$/),
  fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}$/),
);

test.each([
  ['acme', 'pr-12', 'pr-12', /^acme-pr-12$/],
  ['acme', '12', '12', /^acme-12$/],
  ['acme', 'main', 'main', /^acme-main$/],
  ['acme', 'feature-login', 'feature-login', /^acme-[0-9a-f]{6}$/],
  ['a-tenant-of-20-letter', 'x', 'x', /^a-tenant-of-2-[0-9a-f]{6}$/],
])('of %s, branch %s keeps its name', (tenant, branch, name, stack) => {
  expect(previewNames(tenant, branch)).toEqual({ name, stack: expect.stringMatching(stack) as string });
});

test.each([
  ['feature/login', /^feature-login-[0-9a-f]{6}$/],
  ['Fix_Cart', /^fix-cart-[0-9a-f]{6}$/],
  ['dependabot/npm_and_yarn/left-pad-and-more-1.3.0', /^dependabot-npm-and-yarn-left-pad-[0-9a-f]{6}$/],
  ['a-name-of-more-than-forty-characters-is-cut', /^a-name-of-more-than-forty-charact-[0-9a-f]{6}$/],
  ['日本語', /^[0-9a-f]{6}$/],
])('branch %s has a hash, which its stack has as well', (branch, expected) => {
  const { name, stack } = previewNames('acme', branch);
  expect(name).toMatch(expected);
  expect(stack).toBe(`acme-${name.slice(-6)}`);
});

test('branches that differ in signs alone are two previews', () => {
  const names = ['feature/x', 'feature-x', 'feature_x', 'Feature-x', 'feature--x'].map((branch) => previewNames('acme', branch).stack);
  expect(new Set(names).size).toBe(names.length);
});

test('tenants that differ behind the part that a name has room for are told apart', () => {
  const names = ['international-one', 'international-two'].map((tenant) => previewNames(tenant, 'pr-1').stack);
  expect(new Set(names).size).toBe(2);
});

test('of any branch, names are those of a tenant and of a host, and always the same', () => {
  fc.assert(
    fc.property(tenants, branches, (tenant, branch) => {
      const { name, stack } = previewNames(tenant, branch);
      expect(stack).toMatch(TENANT);
      expect(stack.length).toBeLessThanOrEqual(20);
      expect(RESERVED_TENANT_NAMES.has(stack)).toBe(false);
      expect(name.length).toBeLessThanOrEqual(40);
      expect(stack.length).toBeLessThanOrEqual(tenant.length + 7);
      expect(previewNames(tenant, branch)).toEqual({ name, stack });
      expect(checkedHost(`${name}.shop.acme.localhost`)).toBe(`${name}.shop.acme.localhost`);
    }),
  );
});

test('its description has an end, and nothing of the clock of this machine', () => {
  const preview = new Preview('acme', { branch: 'pr-12', at: '2026-11-30T09:00:00.000Z', by: 'Anna' });
  expect(preview.describe({ limit: 3, expires: { seconds: 86_400 } as never })).toEqual({
    tenant: 'acme',
    branch: 'pr-12',
    name: 'pr-12',
    deployed: '2026-11-30T09:00:00.000Z',
    expires: '2026-12-01T09:00:00.000Z',
    by: 'Anna',
    limit: 3,
  });
});
