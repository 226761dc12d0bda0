import { relative, resolve } from 'node:path';
import { readEnvironmentFile } from '../environment-files';
import { healthLook, commandLine } from '../health';
import { cores, integer, mebibytes, seconds } from '../quantities';
import { changed, dropped, todo, type Remark } from '../remark';
import { splitWords } from '../words';
import type { Located } from '../yaml/located';
import type { Dependency, SourceBuild, SourceHealthCheck, SourceService, Variable } from '../description';
import { labelFacts } from './labels';
import { mountsOf, secretMountsOf, tmpfsOf } from './mounts';
import { remarksOnKeys } from './other-keys';
import { portsOf } from './ports';

/** A service of a compose file, whose bases are merged into it. @param directory of the file, absolute */
export function readService(name: string, service: Located, directory: string): SourceService {
  const labels = labelFacts(service.get('labels'));
  const environment = environmentOf(service, directory);
  const limits = limitsOf(service);
  const image = service.get('image');
  const build = buildOf(service.get('build'), directory);
  const ports = [...(labels.port === undefined ? [] : [labels.port]), ...portsOf(service)];
  const check = healthCheckOf(service.get('healthcheck'));
  const leftOut = profileOf(service);
  return {
    name,
    position: service.position,
    ...(image?.text === undefined || image.text === '' ? {} : { image: { value: image.text, position: image.position } }),
    ...(build === undefined ? {} : { build }),
    ...wordsOf('entrypoint', service),
    ...wordsOf('command', service),
    environment: environment.variables,
    ports,
    routes: labels.routes,
    ...(check === undefined ? {} : { healthCheck: check }),
    mounts: [...mountsOf(service.get('volumes')), ...tmpfsOf(service.get('tmpfs'))],
    secrets: secretMountsOf(service.get('secrets')),
    dependsOn: dependenciesOf(service),
    ...limits.values,
    ...placed('user', service.get('user')),
    ...(leftOut === undefined ? {} : { leftOut }),
    remarks: [
      ...remarksOnKeys(service.entries),
      ...remarksOnConfigs(service.get('configs')),
      ...labels.remarks,
      ...environment.remarks,
      ...limits.remarks,
      ...(build === undefined ? [] : remarksOnBuild(service.get('build'))),
    ],
  };
}

function wordsOf<Key extends 'command' | 'entrypoint'>(key: Key, service: Located): Partial<Record<Key, readonly string[]>> {
  const value = service.get(key);
  if (value === undefined || value.isEmpty) return {};
  const words = value.text === undefined ? value.texts : splitWords(value.text);
  return words.length === 0 ? {} : ({ [key]: words } as Partial<Record<Key, readonly string[]>>);
}

function placed(key: 'user', value: Located | undefined): { user?: { value: string; position: Located['position'] } } {
  return value?.text === undefined ? {} : { [key]: { value: value.text, position: value.position } };
}

interface Environment {
  readonly variables: readonly Variable[];
  readonly remarks: readonly Remark[];
}

/** Files first: what the service itself says wins. */
function environmentOf(service: Located, directory: string): Environment {
  const files = (service.get('env_file')?.items ?? []).map((item) => {
    const path = item.text ?? item.get('path')?.text ?? '';
    const found = readEnvironmentFile(resolve(directory, path), path);
    const isMissed = found === undefined && item.get('required')?.text !== 'false';
    return { found, remark: isMissed ? [todo(item.position, 'env_file', `${path} cannot be read: its variables are not here`)] : [] };
  });
  const own = service.get('environment');
  const variables = new Map(files.flatMap(({ found = [] }) => found).map((variable) => [variable.name, variable]));
  for (const variable of variablesOf(own)) variables.set(variable.name, variable);
  return { variables: [...variables.values()], remarks: files.flatMap(({ remark }) => remark) };
}

/** A mapping, or a list of `NAME=value`; a name alone is a variable of the shell. */
function variablesOf(value: Located | undefined): readonly Variable[] {
  if (value === undefined) return [];
  if (value.isMap) {
    return value.entries.map(({ key, position, value: { text, origin } }) => ({
      name: key,
      value: valueOf(text, origin),
      variables: text === undefined ? [key] : origin.variables,
      position,
      ...(text === undefined ? { isPassedOn: true } : {}),
    }));
  }
  return value.items.flatMap(({ text = '', origin, position }) => {
    const equals = text.indexOf('=');
    if (text === '') return [];
    if (equals === -1) return [{ name: text, value: undefined, variables: [text], position, isPassedOn: true }];
    return [{ name: text.slice(0, equals), value: valueOf(text.slice(equals + 1), origin), variables: origin.variables, position }];
  });
}

/** Empty because a variable is not set is no value. */
function valueOf(text: string | undefined, { unset }: Located['origin']): string | undefined {
  return text === '' && unset.length > 0 ? undefined : text;
}

function buildOf(build: Located | undefined, directory: string): SourceBuild | undefined {
  if (build === undefined || build.isEmpty) return undefined;
  const context = build.text ?? build.get('context')?.text ?? '.';
  const dockerfile = build.get('dockerfile')?.text;
  const target = build.get('target')?.text;
  return {
    position: build.position,
    directory: /^[a-z]+:\/\/|^git@/.test(context) ? context : resolve(directory, context),
    ...(dockerfile === undefined ? {} : { dockerfile: relative('.', dockerfile) }),
    ...(target === undefined || target === '' ? {} : { target }),
    args: variablesOf(build.get('args')),
  };
}

const BUILD_KEYS = new Set(['args', 'context', 'dockerfile', 'target']);

function remarksOnBuild(build: Located | undefined): readonly Remark[] {
  return (build?.entries ?? []).flatMap(({ key, position }) => {
    if (BUILD_KEYS.has(key) || key.startsWith('x-')) return [];
    if (/^(cache_from|cache_to|no_cache|pull|tags|labels|platforms|provenance|sbom)$/.test(key)) {
      return [dropped(position, `build.${key}`, 'the tag of an image is the hash of what its build sees')];
    }
    const instead =
      key === 'secrets' ? 'name them in `secrets`, by BuildSecret.fromFile or BuildSecret.fromEnvironment' : 'not carried over';
    return [todo(position, `build.${key}`, instead)];
  });
}

function healthCheckOf(check: Located | undefined): SourceHealthCheck | undefined {
  if (check === undefined || check.isEmpty) return undefined;
  const test = check.get('test');
  const [first, ...rest] = test?.isList === true ? test.texts : ['CMD-SHELL', test?.text ?? ''];
  const isOff = check.get('disable')?.text === 'true' || first === 'NONE' || test === undefined;
  const words = first === 'CMD' ? rest : commandLine(rest.join(' '));
  const number = (key: string): number | undefined => seconds(check.get(key)?.text ?? '');
  const retries = integer(check.get('retries')?.text ?? '', 1, 20);
  return {
    position: check.position,
    look: isOff ? { kind: 'none' } : healthLook(words),
    ...defined({ interval: number('interval'), timeout: number('timeout'), retries, startWithin: number('start_period') }),
  };
}

function dependenciesOf(service: Located): readonly Dependency[] {
  const dependsOn = service.get('depends_on');
  const listed = [...(dependsOn?.items ?? []), ...(service.get('links')?.items ?? [])].map(({ text = '', position }) => ({
    service: text.split(':')[0] ?? '',
    completes: false,
    position,
  }));
  const mapped = (dependsOn?.entries ?? []).map(({ key, value, position }) => ({
    service: key,
    completes: value.get('condition')?.text === 'service_completed_successfully',
    position,
  }));
  return [...mapped, ...listed];
}

/** Compose starts it by `--profile` alone. */
function profileOf(service: Located): Remark | undefined {
  const profiles = service.get('profiles');
  if (profiles === undefined || profiles.texts.length === 0) return undefined;
  return changed(
    profiles.position,
    'profiles',
    `left out: Compose starts it by --profile ${profiles.texts.join(', ')} alone; without \`profiles\` it is imported`,
  );
}

interface Limits {
  readonly values: Pick<
    SourceService,
    'cpu' | 'memory' | 'openFiles' | 'pids' | 'replicas' | 'restartAttempts' | 'sharedMemory' | 'stopGrace' | 'stopSignal'
  >;
  readonly remarks: readonly Remark[];
}

function limitsOf(service: Located): Limits {
  const remarks: Remark[] = [];
  const deploy = service.get('deploy');
  const limits = deploy?.get('resources')?.get('limits');
  const read = <T>(key: string, values: readonly (Located | undefined)[], parse: (text: string) => T | undefined): T | undefined => {
    const value = values.find((one) => one?.text !== undefined);
    if (value?.text === undefined) return undefined;
    const parsed = parse(value.text);
    if (parsed === undefined) remarks.push(todo(value.position, key, 'not understood, or out of range: the default stands'));
    return parsed;
  };
  const nofile = service.get('ulimits')?.get('nofile');
  const replicas = [service.get('scale'), deploy?.get('replicas')].find((one) => one !== undefined);
  const count = read('replicas', [replicas], (text) => integer(text, 1, 20));
  const [, attempts] = /^on-failure(?::(\d+))?$/.exec(service.get('restart')?.text ?? '') ?? [];
  remarks.push(...remarksOnLimits(service, deploy));
  return {
    remarks,
    values: defined({
      memory: read('memory', [limits?.get('memory'), service.get('mem_limit')], mebibytes),
      cpu: read('cpus', [limits?.get('cpus'), service.get('cpus')], cores),
      pids: read('pids', [limits?.get('pids'), service.get('pids_limit')], (text) => integer(text, 8, 32_768)),
      openFiles: read('ulimits.nofile', [nofile, nofile?.get('soft')], (text) => integer(text, 64, 1_048_576)),
      sharedMemory: read('shm_size', [service.get('shm_size')], mebibytes),
      stopGrace: read('stop_grace_period', [service.get('stop_grace_period')], (text) => Math.min(seconds(text) ?? 15, 300)),
      stopSignal: service.get('stop_signal')?.text,
      restartAttempts: attempts === undefined ? undefined : integer(attempts, 1, 100),
      replicas: replicas === undefined || count === undefined ? undefined : { value: count, position: replicas.position },
    }),
  };
}

function remarksOnLimits(service: Located, deploy: Located | undefined): readonly Remark[] {
  const restart = service.entry('restart');
  return [
    ...(deploy?.entries ?? []).flatMap(({ key, position, value }) => {
      if (key === 'replicas') return [];
      if (key !== 'resources')
        return [dropped(position, `deploy.${key}`, 'deploys are start-first, and an old generation serves until the new one is healthy')];
      return value.entries
        .filter((entry) => entry.key !== 'limits')
        .map((entry) => dropped(entry.position, `deploy.resources.${entry.key}`, 'a limit is what counts here'));
    }),
    ...(service.get('ulimits')?.entries ?? [])
      .filter(({ key }) => key !== 'nofile')
      .map(({ key, position }) => dropped(position, `ulimits.${key}`, 'the default here')),
    ...(restart?.value.text === 'no' || restart?.value.text === 'false'
      ? [changed(restart.position, 'restart', 'what ends is started again: use a Job for a program that runs once')]
      : []),
  ];
}

function remarksOnConfigs(configs: Located | undefined): readonly Remark[] {
  return (configs?.items ?? []).map((item) =>
    todo(
      item.position,
      'configs',
      `${item.text ?? item.get('source')?.text ?? 'a file'}: build it into the image, or give it as \`files\` by ConfigFiles`,
    ),
  );
}

/** Without the keys that have no value. */
function defined<T extends object>(values: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
