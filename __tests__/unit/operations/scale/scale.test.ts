import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { declaredPlaces, placesIn } from '../../../../operations/scale/declared-places';

const ACME = `export class Acme extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, 'acme', { platform });
    const shop = new RuntimePool(this, 'Shop', {
      image: AppImage.fromSource(this, 'ShopImage', 'apps/shop'),
      replicas: 2,
      healthCheck: HealthCheck.http('/healthz'),
    });
    new RuntimePool(this, 'Worker', { image, healthCheck: HealthCheck.none('it has no port') });
    new RuntimePool(this, 'Front', { image, name: 'site', replicas, healthCheck });
  }
}
`;

test('a place is the line of the replicas, or of the pool without any', () => {
  expect(placesIn(ACME, 'shop')).toEqual([{ line: 6, hasReplicas: true }]);
  expect(placesIn(ACME, 'worker')).toEqual([{ line: 9, hasReplicas: false }]);
  expect(placesIn(ACME, 'site')).toEqual([{ line: 10, hasReplicas: true }]);
  expect(placesIn(ACME, 'front')).toEqual([]);
});

test('files of the tenant come first, and those of others are left out', () => {
  const directory = mkdtempSync(join(tmpdir(), 'scale-'));
  try {
    for (const folder of ['tenants', 'node_modules', '.git']) mkdirSync(join(directory, folder));
    writeFileSync(join(directory, 'tenants/acme.ts'), ACME);
    writeFileSync(join(directory, 'tenants/globex.ts'), ACME.replace("'acme'", "'globex'").replace('replicas: 2,\n', ''));
    writeFileSync(join(directory, 'node_modules/acme.ts'), ACME);
    expect(declaredPlaces(directory, 'acme', 'shop')).toEqual([{ file: 'tenants/acme.ts', line: 6, hasReplicas: true }]);
    expect(declaredPlaces(directory, 'globex', 'shop')).toEqual([{ file: 'tenants/globex.ts', line: 4, hasReplicas: false }]);
    // Its name may be computed.
    expect(declaredPlaces(directory, 'initech', 'worker').map(({ file }) => file)).toEqual(['tenants/acme.ts', 'tenants/globex.ts']);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('any text has places within its lines', () => {
  const part = fc.constantFrom('new RuntimePool(this, "Shop", {', 'replicas: 3,', '})', ')', '(', '\n', 'name: "shop"', ' ', "'");
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      for (const { line } of placesIn(text, 'shop')) expect(line).toBeLessThanOrEqual(text.split('\n').length);
    }),
  );
});
