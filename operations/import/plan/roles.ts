import type { SourceApp, SourceService } from '../description';
import { changed, todo, type Remark } from '../remark';
import { nativeKind, replacementOf, serverKind, type NativeKind, type ServerKind } from './known-images';
import { socketMount } from './mounts';

/** Part of a service of the source in a tenant. */
export type Role =
  | { readonly kind: 'job' }
  | { readonly kind: 'left-out'; readonly remark: Remark }
  | { readonly kind: 'native'; readonly native: NativeKind }
  | { readonly kind: 'pool' }
  | { readonly kind: 'server'; readonly server: ServerKind };

/** Programs by which an image of a service is that service, and no tool of it. */
const SERVERS =
  /(^|[/\s])(postgres|mysqld|mariadbd|redis-server|valkey-server|rabbitmq-server|memcached|nats-server|mongod|minio|server|kafka|elasticsearch)(\s|$)/;

/** By what it is built of, how it starts, and who waits for it. */
export function roleOf(service: SourceService, app: SourceApp): Role {
  const remark = service.leftOut ?? leftOut(service);
  if (remark !== undefined) return { kind: 'left-out', remark };
  const isAwaited = app.services.some(({ dependsOn }) => dependsOn.some((other) => other.service === service.name && other.completes));
  if (isAwaited || service.isRelease === true) return { kind: 'job' };
  const image = service.build === undefined && isServer(service) ? service.image?.value : undefined;
  const native = image === undefined ? undefined : nativeKind(image);
  if (native !== undefined) return { kind: 'native', native };
  const server = image === undefined ? undefined : serverKind(image);
  return server === undefined ? { kind: 'pool' } : { kind: 'server', server };
}

function leftOut(service: SourceService): Remark | undefined {
  const instead = replacementOf(service.image?.value ?? '');
  const socket = socketMount(service);
  if (instead !== undefined) return changed(service.image?.position ?? service.position, 'image', `left out: ${instead}`);
  if (socket !== undefined) {
    return todo(socket.position, 'volumes', "left out: with the engine's socket it would be root on the host, and no container has it");
  }
  if (service.image === undefined && service.build === undefined)
    return todo(service.position, 'image', 'left out: it has neither `image` nor `build`');
  return undefined;
}

function isServer({ entrypoint = [], command = [] }: SourceService): boolean {
  const words = [...entrypoint, ...command];
  return words.length === 0 || words[0]?.startsWith('-') === true || SERVERS.test(words.join(' '));
}
