import { basename, dirname, join, resolve } from 'node:path';
import type { SourceApp, SourceBuild, SourceHealthCheck, SourceMount, SourceRoute, SourceService, Variable } from '../description';
import { environmentFileValues } from '../environment-files';
import { invalid } from '../invalid';
import { cores, integer, mebibytes, seconds } from '../quantities';
import { changed, dropped, todo, type Position, type Remark } from '../remark';
import { mountsOf } from '../compose/mounts';
import { splitWords } from '../words';
import type { Entry, Located } from '../yaml/located';
import { parseYaml } from '../yaml/parse';

const DEFAULT_PORT = 80;
const DEFAULT_CHECK = '/up';

/** Keys of the file that a tenant does not need, and why. */
const DROPPED: Readonly<Record<string, string>> = {
  aliases: 'npx appengine run, exec and logs do what they are for',
  boot: 'a new generation starts beside the old one',
  builder: '',
  drain_timeout: '`drain` of the gateway is 30 seconds',
  deploy_timeout: '`startWithin` of the health check',
  error_pages_path: 'ErrorPages is a policy of the route',
  hooks_path: 'a pipeline of yours runs what has to run besides',
  image: '',
  labels: 'no program reads them here',
  logging: 'logs are bounded by default; `logs` takes another LogPolicy',
  minimum_version: 'no tool of Kamal runs here',
  primary_role: 'every pool is waited for',
  readiness_delay: 'a health check tells when it is ready',
  registry: 'an image is built on the host that runs it, or is named by digest',
  require_destination: 'an instance is named by APPENGINE_INSTANCE',
  retain_containers: 'no old container is kept: a rollback is a change back',
  ssh: 'the engine is named by DOCKER_HOST, also as ssh://',
  sshkit: 'the engine is named by DOCKER_HOST, also as ssh://',
};
const READ = new Set(['accessories', 'env', 'proxy', 'servers', 'service', 'volumes', 'asset_path']);

/**
 * Reads the `config/deploy.yml` of Kamal.
 * @param path absolute
 * @param shown the path as remarks name it
 * @throws AppEngineError ImportSourceInvalid
 */
export function readKamal(path: string, shown: string, text: string): SourceApp {
  const directory = basename(dirname(path)) === 'config' ? dirname(dirname(path)) : dirname(path);
  const file = parseYaml(shown, text).expectMap('a deploy.yml');
  const name = file.get('service')?.text;
  if (name === undefined) throw invalid(file.position, '`service` has no name', 'name it');
  const roles = rolesOf(file.get('servers'));
  const services = roles.map((role) => serviceOf(role, file, directory, roles.length === 1 ? name : role.name));
  const accessories = (file.get('accessories')?.entries ?? []).map(accessoryOf);
  // What Kamal calls db is <service>-db on its network.
  const hosts = accessories.map(({ name: accessory }) => [`${name}-${accessory}`, accessory] as const);
  return {
    format: 'Kamal',
    files: [shown],
    name,
    directory,
    services: [...accessories, ...services.map((service) => renamed(service, hosts))],
    secrets: [],
    secretValues: Object.values(environmentFileValues(join(directory, '.kamal', 'secrets'))),
    remarks: file.entries.flatMap((entry) => remarkOn(entry)),
  };
}

interface Role {
  readonly name: string;
  readonly position: Position;
  readonly settings: Located | undefined;
}

/** Machines without a role are those of `web`. */
function rolesOf(servers: Located | undefined): readonly Role[] {
  if (servers?.isMap !== true) return servers === undefined ? [] : [{ name: 'web', position: servers.position, settings: undefined }];
  return servers.entries.map(({ key, value, position }) => ({ name: key, position, settings: value.isMap ? value : undefined }));
}

function serviceOf({ name: role, position, settings }: Role, file: Located, directory: string, name: string): SourceService {
  const own = settings?.get('proxy');
  const proxy = own?.isMap === true ? own : file.get('proxy');
  const isWeb = role === 'web' ? own?.text !== 'false' : own !== undefined && own.text !== 'false';
  const port = integer(proxy?.get('app_port')?.text ?? '', 1, 65_535) ?? DEFAULT_PORT;
  const options = settings?.get('options');
  const memory = mebibytes(options?.get('memory')?.text ?? '');
  const cpu = cores(options?.get('cpus')?.text ?? '');
  const command = settings?.get('cmd')?.text;
  const mounts = mountsOf(file.get('volumes'));
  return {
    name,
    position,
    build: buildOf(file, directory),
    ...(command === undefined ? {} : { command: splitWords(command) }),
    environment: [...variablesOf(file.get('env')), ...variablesOf(settings?.get('env'))],
    ports: isWeb ? [{ port, isPublished: true, isTcp: true, position: proxy?.position ?? position }] : [],
    routes: isWeb ? routesOf(proxy) : [],
    ...(isWeb ? { healthCheck: checkOf(proxy, position) } : {}),
    mounts,
    secrets: [],
    dependsOn: [],
    ...(memory === undefined ? {} : { memory }),
    ...(cpu === undefined ? {} : { cpu }),
    remarks: [
      ...(options?.entries ?? [])
        .filter(({ key }) => key !== 'memory' && key !== 'cpus')
        .map((entry) =>
          todo(entry.position, `options.${entry.key}`, 'an option of docker run: say what it is for as a property of the pool'),
        ),
      ...(isWeb ? proxyRemarks(proxy) : []),
    ],
  };
}

function buildOf(file: Located, directory: string): SourceBuild {
  const builder = file.get('builder');
  const context = resolve(directory, builder?.get('context')?.text ?? '.');
  const dockerfile = builder?.get('dockerfile')?.text;
  const target = builder?.get('target')?.text;
  return {
    position: builder?.position ?? file.position,
    directory: context,
    ...(dockerfile === undefined ? {} : { dockerfile: dockerfile.replace(/^\.\//, '') }),
    ...(target === undefined ? {} : { target }),
    args: (builder?.get('args')?.entries ?? []).map(({ key, value, position }) => ({
      name: key,
      value: value.text,
      variables: [],
      position,
    })),
  };
}

/** `clear` and `secret`, or values alone; a secret may have another name where it comes from. */
function variablesOf(env: Located | undefined): readonly Variable[] {
  if (env === undefined) return [];
  const clear = env.get('clear') ?? (env.get('secret') === undefined ? env : undefined);
  const values = (clear?.entries ?? [])
    .filter(({ key }) => key !== 'tags')
    .map(({ key, value, position }) => ({ name: key, value: value.text, variables: [], position }));
  const secrets = (env.get('secret')?.items ?? []).flatMap(({ text = '', position }) => {
    const [name = '', from = name] = text.split(':');
    return name === '' ? [] : [{ name, value: undefined, variables: [from], position, secrecy: 'given' as const }];
  });
  return [...values, ...secrets];
}

function routesOf(proxy: Located | undefined): readonly SourceRoute[] {
  const single = proxy?.get('host');
  const hosts = [
    ...(single?.text === undefined ? [] : single.text.split(',').map((host) => ({ host: host.trim(), position: single.position }))),
  ];
  const several = (proxy?.get('hosts')?.items ?? []).map(({ text = '', position }) => ({ host: text, position }));
  const prefix = proxy?.get('path_prefix')?.text;
  return [...hosts, ...several].map((route) =>
    prefix === undefined || prefix === '/' ? route : { ...route, path: prefix.replace(/\/$/, '') },
  );
}

function checkOf(proxy: Located | undefined, position: Position): SourceHealthCheck {
  const check = proxy?.get('healthcheck');
  const interval = seconds(check?.get('interval')?.text ?? '');
  const timeout = seconds(check?.get('timeout')?.text ?? '');
  return {
    position: check?.position ?? proxy?.position ?? position,
    look: { kind: 'http', path: check?.get('path')?.text ?? DEFAULT_CHECK },
    ...(interval === undefined ? {} : { interval }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

function proxyRemarks(proxy: Located | undefined): readonly Remark[] {
  return (proxy?.entries ?? []).flatMap(({ key, position }) => {
    if (['host', 'hosts', 'app_port', 'healthcheck', 'path_prefix'].includes(key)) return [];
    if (key === 'ssl')
      return [changed(position, 'proxy.ssl', "certificates are the tenant's: `certificates: Certificates.acme({ … })` is Let's Encrypt")];
    if (key === 'forward_headers' || key === 'run')
      return [dropped(position, `proxy.${key}`, 'the router and the gateway are of the platform')];
    if (key === 'response_timeout')
      return [changed(position, 'proxy.response_timeout', '`responseTimeout` of the route, 60 seconds by default')];
    return [todo(position, `proxy.${key}`, 'a policy of the route, or an option of the gateway: docs/routes.md')];
  });
}

function accessoryOf({ key, value, position }: Entry): SourceService {
  const image = value.get('image');
  const port = value.get('port')?.text;
  const container = Number(port?.split(':').at(-1));
  const command = value.get('cmd')?.text;
  const directories = (value.get('directories')?.items ?? []).flatMap(({ text = '', position: at }): readonly SourceMount[] => {
    const [source = '', target = ''] = text.split(':');
    return [{ kind: 'volume', source: `${key}-${basename(source)}`, target, isReadOnly: false, position: at }];
  });
  const files = (value.get('files')?.items ?? []).flatMap(({ text = '', position: at }): readonly SourceMount[] => {
    const [source = '', target = ''] = text.split(':');
    return [{ kind: 'bind', source: `./${source}`, target, isReadOnly: true, position: at }];
  });
  return {
    name: key,
    position,
    ...(image?.text === undefined ? {} : { image: { value: image.text, position: image.position } }),
    ...(command === undefined ? {} : { command: splitWords(command) }),
    environment: variablesOf(value.get('env')),
    ports: container >= 1 && container <= 65_535 ? [{ port: container, isPublished: true, isTcp: true, position }] : [],
    routes: routesOf(value.get('proxy')),
    mounts: [...mountsOf(value.get('volumes')), ...directories, ...files],
    secrets: [],
    dependsOn: [],
    remarks: (value.get('options')?.entries ?? []).map((entry) =>
      todo(entry.position, `options.${entry.key}`, 'an option of docker run: say what it is for as a property'),
    ),
  };
}

/** A service whose variables name accessories as the file does. */
function renamed(service: SourceService, hosts: readonly (readonly [from: string, to: string])[]): SourceService {
  const environment = service.environment.map((variable) => {
    const found =
      variable.value === undefined
        ? undefined
        : hosts.reduce((text, [from, to]) => text.replaceAll(new RegExp(`(^|[/@])${from}(?=[:/]|$)`, 'g'), `$1${to}`), variable.value);
    return found === undefined ? variable : { ...variable, value: found };
  });
  return { ...service, environment };
}

function remarkOn({ key, position, value }: Entry): readonly Remark[] {
  if (key === 'asset_path') return [changed(position, key, 'the old generation serves its own files until it has ended')];
  if (key === 'env' && value.get('tags') !== undefined) return [todo(position, 'env.tags', 'machines have no variables of their own here')];
  if (READ.has(key)) return [];
  const reason = DROPPED[key];
  if (reason === '') return [];
  return [reason === undefined ? todo(position, key, 'not known here, and not carried over') : dropped(position, key, reason)];
}
