import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { todo, type Remark } from '../remark';
import type { Backing } from './backing';
import { pinnedImage } from './image';
import type { NativeKind } from './known-images';
import type { Workload } from './workload';

const OFFERS: Readonly<Record<NativeKind['construct'], string>> = {
  MariaDb: 'mariadb',
  Memcached: 'memcached',
  Nats: 'nats',
  ObjectStorage: 'objectStorage',
  Postgres: 'postgres',
  RabbitMq: 'rabbitmq',
  Valkey: 'valkey',
};

/** Services and registries that the platform has to offer, and that `main.ts` does not name yet. @param root absolute directory of the project */
export function platformRemarks(backings: readonly Backing[], workloads: readonly Workload[], root: string): readonly Remark[] {
  const main = read(join(root, 'main.ts'));
  const offers = [
    ...new Set(backings.flatMap(({ native }) => (native === undefined ? [] : [`ServiceOffer.${OFFERS[native.construct]}()`]))),
  ];
  const missing = main.includes('ServicePool.all()') ? [] : offers.filter((offer) => !main.includes(offer.slice(0, -1)));
  const images = [
    ...backings.filter(({ server }) => server !== undefined).map(({ source }) => pinnedImage(source)),
    ...workloads.map(({ image }) => image),
  ];
  const registries = [...new Set(images.flatMap(({ registry }) => registry ?? []))].filter((registry) => !main.includes(registry));
  const options = [
    ...(registries.length === 0 ? [] : [`registries: [${registries.map((registry) => `'${registry}'`).join(', ')}]`]),
    ...(missing.length === 0 ? [] : [`services: ServicePool.of(${offers.join(', ')})`]),
  ];
  const position = (backings[0] ?? workloads[0])?.source.position;
  if (options.length === 0 || position === undefined) return [];
  return [
    todo(
      position,
      'main.ts',
      `the platform has to offer what the tenant uses: new PlatformStack(app, 'platform', { ${options.join(', ')} })`,
    ),
  ];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
