import { Code, code, object } from '../code';
import type { SourceService } from '../description';
import { changed, dropped, todo, type Remark } from '../remark';
import { isSecretVariable } from '../secret-variables';
import type { NativeKind, ServerKind } from './known-images';
import { limitProperties, otherLimits } from './limits';
import type { Name } from './names';
import { nativeSettings } from './native-settings';
import { pinnedImage } from './image';
import type { Declaration } from './tenant-plan';

/** A service of the source that others use, and that is a service here. */
export interface Backing {
  readonly source: SourceService;
  readonly name: Name;
  readonly native?: NativeKind;
  readonly server?: ServerKind;
  readonly port: number;
  /** Port that clients of the source use. */
  readonly usualPort: number;
  readonly entries: readonly string[];
  readonly scheme: string;
  readonly prefix: RegExp;
}

export function nativeBacking(kind: NativeKind, source: SourceService, name: Name): Backing {
  const { port, usualPort, entries, scheme, prefix } = kind;
  return { source, name, native: kind, port, usualPort, entries, scheme, prefix };
}

export function serverBacking(kind: ServerKind, source: SourceService, name: Name): Backing {
  const { port, type, scheme = type, prefix, database } = kind;
  const entries = ['host', 'password', 'port', 'uri', 'username', ...(database === undefined ? [] : ['database'])];
  return { source, name, server: kind, port, usualPort: port, entries, scheme, prefix };
}

/** The service as the platform brings it. */
export function declareNative(kind: NativeKind, { source, name }: Backing): Declaration {
  const { properties, remarks } = nativeSettings(kind, source);
  const image = source.image?.value ?? '';
  const difference = kind.difference?.(image);
  const position = source.image?.position ?? source.position;
  const credentials = source.environment.filter(({ name: variable, value }) => isCredential(variable, value, kind.prefix));
  const others = source.environment.filter(
    (variable) => !credentials.includes(variable) && !/^(TZ|LANG|LC_.*|PGDATA)$/.test(variable.name),
  );
  const [initial, data] = [
    source.mounts.filter(({ target }) => /initdb\.d|\.(sql|cnf|conf|sh)$/.test(target)),
    source.mounts.filter(({ target }) => !/initdb\.d|\.(sql|cnf|conf|sh)$/.test(target)),
  ];
  const published = source.ports.find(({ isPublished }) => isPublished);
  return {
    variable: name.variable,
    value: constructOf(`new ${kind.construct}(this, `, name, { ...limitProperties(source), ...properties }),
    statements: [],
    remarks: [
      changed(position, 'image', `${image} becomes ${kind.label}, by TLS, with a user and a password of its own for each app`),
      ...(difference === undefined ? [] : [todo(position, 'image', difference)]),
      ...(credentials[0] === undefined
        ? []
        : [
            changed(
              credentials[0].position,
              'environment',
              `${credentials.map((variable) => variable.name).join(', ')}: credentials are made on the host, and the database is named ${name.app}`,
            ),
          ]),
      ...others.map(({ name: variable, position: at }) =>
        dropped(at, `environment.${variable}`, "a setting of the image, which the platform's own server does not read"),
      ),
      ...(data[0] === undefined
        ? []
        : [changed(data[0].position, 'volumes', 'its data is in a new volume of its own: dump what is there, and restore it here')]),
      ...initial.map(({ position: at, source: from = '' }) =>
        todo(at, 'volumes', `${from}: a Job that runs before the apps does what it does`),
      ),
      ...(published === undefined
        ? []
        : [changed(published.position, 'ports', `no port is published: npx appengine connect reaches ${name.app} in its own container`)]),
      ...source.dependsOn.map(({ position: at, service }) => dropped(at, 'depends_on', `${service}: a service waits for no other one`)),
      ...(source.healthCheck === undefined ? [] : [dropped(source.healthCheck.position, 'healthcheck', 'the platform brings its own')]),
      ...remarks,
      ...(Object.keys(otherLimits(source)).length === 0
        ? []
        : [dropped(source.position, 'limits', 'besides memory and processor, they are those of the platform')]),
      ...source.secrets.map(({ position, target }) => dropped(position, 'secrets', `${target}: credentials are made on the host`)),
      ...withoutRoutes(source),
      ...harmless(source.remarks),
    ],
  };
}

/** A server of any image. */
export function declareServer(kind: ServerKind, { source, name }: Backing): Declaration {
  const image = pinnedImage(source);
  const { kept, remarks } = serverEnvironment(kind, source);
  const [uid] = source.user?.value.split(':') ?? [];
  const [data, ...others] = source.mounts.filter(({ kind: mount }) => mount !== 'tmpfs');
  const properties: Record<string, Code> = {
    image: image.code,
    type: code`${kind.type}`,
    ...(kind.scheme === undefined ? {} : { scheme: code`${kind.scheme}` }),
    port: code`${kind.port}`,
    data: code`${kind.data}`,
    ...(kind.database === undefined ? {} : { database: code`${kind.database}` }),
    healthCheck: code`HealthCheck.tcp()`,
    ...(source.entrypoint === undefined ? {} : { entrypoint: code`${source.entrypoint}` }),
    ...(kind.password === undefined
      ? {}
      : {
          entrypoint: code`${[kind.password.entrypoint]}`,
          environmentFiles: code`[EnvironmentFile.of(${kind.password.variable}, ${'/credentials/password'})]`,
        }),
    ...(source.command === undefined ? {} : { command: code`${source.command}` }),
    ...(Object.keys(kept).length === 0 ? {} : { environment: object(kept) }),
    ...(kind.writes === undefined
      ? {}
      : { writable: Code.joined(`[${kind.writes.map((path) => tmpfs(path).text).join(', ')}]`, kind.writes.map(tmpfs)) }),
    ...limitProperties(source),
    ...otherLimits(source),
    ...(Number(uid) > 0 && Number(uid) <= 65_534 ? { user: code`User.of(${Number(uid)})` } : {}),
  };
  const published = source.ports.find(({ isPublished }) => isPublished);
  return {
    variable: name.variable,
    value: constructOf('Service.fromImage(this, ', name, properties),
    statements: [],
    remarks: [
      ...image.remarks,
      changed(
        source.position,
        'user',
        'it runs as a user of its own, with a read-only root: `user` and `writable` take what the image insists on',
      ),
      ...remarks,
      ...(data === undefined
        ? []
        : [changed(data.position, 'volumes', `its data is in a new volume at ${kind.data}: dump what is there, and restore it here`)]),
      ...others.map(({ position, target }) =>
        todo(position, 'volumes', `${target} is not carried over: a service has one volume; \`writable\` takes more`),
      ),
      ...(published === undefined ? [] : [changed(published.position, 'ports', 'no port is published: apps that use it reach it alone')]),
      ...source.dependsOn.map(({ position, service }) => todo(position, 'depends_on', `${service}: a service uses no other one here`)),
      ...(source.healthCheck === undefined
        ? []
        : [changed(source.healthCheck.position, 'healthcheck', 'a connection counts; HealthCheck.command takes a program of the image')]),
      ...source.secrets.map(({ position, target }) =>
        todo(position, 'secrets', `${target} is not carried over: the credentials of a service are in /credentials`),
      ),
      ...withoutRoutes(source),
      ...source.remarks,
    ],
  };
}

function withoutRoutes({ routes }: SourceService): readonly Remark[] {
  return routes.map(({ host, position }) => todo(position, 'routes', `${host} leads to a service, and a route leads to an app`));
}

const tmpfs = (path: string): Code => code`WritablePath.tmpfs(${path}, Size.mebibytes(16))`;

function serverEnvironment(
  kind: ServerKind,
  source: SourceService,
): { readonly kept: Record<string, Code>; readonly remarks: readonly Remark[] } {
  const kept: Record<string, Code> = {};
  const remarks: Remark[] = [];
  for (const [name, value] of Object.entries(kind.environment ?? {})) kept[name] = code`${value}`;
  for (const { name, value, position } of source.environment) {
    if (kind.replaces?.test(name) === true)
      remarks.push(changed(position, `environment.${name}`, 'credentials are made on the host, in /credentials'));
    else if (isSecretVariable(name, value)) {
      remarks.push(todo(position, `environment.${name}`, 'a secret is in no environment: `environmentFiles` reads /credentials/password'));
    } else if (value !== undefined && !/[\r\n]/.test(value)) kept[name] = code`${value}`;
  }
  return { kept, remarks };
}

function isCredential(name: string, value: string | undefined, prefix: RegExp): boolean {
  return (
    isSecretVariable(name, value) || (prefix.test(name) && /(USER|USERNAME|DB|DATABASE|PASS|PASSWORD|VHOST|BUCKETS?)(_FILE)?$/.test(name))
  );
}

/** For a server that is not the image's, what weakens the container needs no work. */
function harmless(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.map((remark) => (remark.kind === 'todo' && remark.text.startsWith('refused') ? { ...remark, kind: 'dropped' } : remark));
}

/** `new Postgres(this, 'Db', { … })`, and nothing where there are no properties. */
export function constructOf(call: string, name: Name, properties: Readonly<Record<string, Code>>, before: readonly Code[] = []): Code {
  const all = { ...(name.needsName ? { name: code`${name.app}` } : {}), ...properties };
  const rest = [...before, ...(Object.keys(all).length === 0 ? [] : [object(all)])];
  const start = /^(?:new )?(\w+)/.exec(call)?.[1] ?? '';
  return Code.joined(`${call}${[JSON.stringify(name.id), ...rest.map(({ text }) => text)].join(', ')})`, [
    new Code('', new Set([start])),
    ...rest,
  ]);
}
