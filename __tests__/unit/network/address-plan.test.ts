import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { AddressPlan, type Subnet } from '../../../constructs';
import { TENANT_BLOCKS } from '../../../constructs/network/address-plan';

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/);
const block = fc.integer({ min: 0, max: TENANT_BLOCKS - 1 });

function toNumber(address: string): number {
  return ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((value, byte) => value * 256 + byte, 0);
}

/** First and last address. */
function range({ cidr }: Subnet): readonly [number, number] {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const first = toNumber(address.toString());
  return [first, first + 2 ** (32 - prefix) - 1];
}

function expectWithin(subnet: Subnet, space: string): void {
  const [first, last] = range(subnet);
  const [spaceFirst, spaceLast] = range({ cidr: space, gateway: '' });
  const gateway = toNumber(subnet.gateway);

  expect(first).toBeGreaterThanOrEqual(spaceFirst);
  expect(last).toBeLessThanOrEqual(spaceLast);
  // Aligned: the network's own address is a multiple of its size.
  expect(first % (last - first + 1)).toBe(0);
  expect(gateway).toBeGreaterThan(first);
  expect(gateway).toBeLessThan(last);
}

test("a tenant's subnet is in the tenants' range, aligned, with its gateway inside", () => {
  fc.assert(
    fc.property(name, block, (instance, number) => {
      expectWithin(new AddressPlan(instance).apps(number), '10.64.0.0/12');
    }),
  );
});

test("an instance's own subnets are in their ranges", () => {
  fc.assert(
    fc.property(name, (instance) => {
      const plan = new AddressPlan(instance);

      expectWithin(plan.ingress(), '10.80.0.0/12');
      expectWithin(plan.public(), '10.96.0.0/16');
      expectWithin(plan.registry(), '10.96.0.0/16');
      expect(plan.registry()).not.toEqual(plan.public());
      expectWithin(plan.operations(), '10.100.0.0/14');
      expectWithin(plan.shared('postgres'), '10.104.0.0/13');
      expectWithin(plan.internet(`${instance}-acme-shop-internet`), '10.112.0.0/12');
      expectWithin(plan.internet(`${instance}-acme-shop-egress`), '10.112.0.0/12');
    }),
  );
});

test('subnets of different blocks never overlap', () => {
  fc.assert(
    fc.property(block, block, (a, b) => {
      fc.pre(a !== b);
      const plan = new AddressPlan('test');
      const [[firstA, lastA], [firstB, lastB]] = [range(plan.apps(a)), range(plan.apps(b))];

      expect(lastA < firstB || lastB < firstA).toBe(true);
    }),
  );
});

test('a block is computed from the names alone', () => {
  fc.assert(
    fc.property(name, name, (instance, tenant) => {
      const computed = new AddressPlan(instance).blockOf(tenant);

      expect(computed).toBe(new AddressPlan(instance).blockOf(tenant));
      expect(computed).toBeGreaterThanOrEqual(0);
      expect(computed).toBeLessThan(TENANT_BLOCKS);
    }),
  );
});

test('blocks are contract: a tenant that is already deployed keeps its addresses', () => {
  expect(new AddressPlan('appengine').apps(new AddressPlan('appengine').blockOf('acme'))).toMatchInlineSnapshot(`
   {
     "cidr": "10.76.178.128/26",
     "gateway": "10.76.178.129",
   }
  `);
  expect(new AddressPlan('appengine').ingress()).toMatchInlineSnapshot(`
   {
     "cidr": "10.92.244.0/22",
     "gateway": "10.92.244.1",
   }
  `);
  expect(new AddressPlan('appengine').public()).toMatchInlineSnapshot(`
   {
     "cidr": "10.96.226.64/28",
     "gateway": "10.96.226.65",
   }
  `);
  expect(new AddressPlan('appengine').operations()).toMatchInlineSnapshot(`
   {
     "cidr": "10.100.44.0/22",
     "gateway": "10.100.44.1",
   }
  `);
});

test.each([-1, TENANT_BLOCKS, 0.5, NaN])('block %d is refused', (number) => {
  expect(() => new AddressPlan('test').apps(number)).toThrow(
    new Error(
      `BlockOutOfRange: address block ${String(number)} must be a whole number from 0 to 8191; choose one that no other tenant has`,
    ),
  );
});

test('the router has the last address of the ingress network, scrapers those of the last /26 of operations', () => {
  fc.assert(
    fc.property(name, fc.nat(61), (instance, number) => {
      const plan = new AddressPlan(instance);
      const [ingress, scrapers, operations] = [
        ipaddr.IPv4.parseCIDR(plan.ingress().cidr),
        ipaddr.IPv4.parseCIDR(plan.scrapers()),
        ipaddr.IPv4.parseCIDR(plan.operations().cidr),
      ];
      const last = [...ipaddr.IPv4.broadcastAddressFromCIDR(plan.ingress().cidr).octets];
      expect(plan.router()).toBe([...last.slice(0, 3), (last[3] ?? 0) - 1].join('.'));
      expect(ipaddr.IPv4.parse(plan.router()).match(ingress)).toBe(true);
      expect(scrapers[0].match(operations)).toBe(true);
      expect(ipaddr.IPv4.parse(plan.scraper(number)).match(scrapers)).toBe(true);
      expect(plan.scraper(number)).not.toBe(ipaddr.IPv4.broadcastAddressFromCIDR(plan.operations().cidr).toString());
    }),
  );
});

test.each([-1, 62, 0.5, Number.NaN])('scraper %d is refused', (number) => {
  expect(() => new AddressPlan('test').scraper(number)).toThrow(/^ScraperOutOfRange: scraper /);
});
