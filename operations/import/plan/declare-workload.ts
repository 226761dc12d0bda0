import { code, list, object, reference, type Code } from '../code';
import type { SourceService } from '../description';
import { changed, dropped, todo, type Remark } from '../remark';
import { constructOf } from './backing';
import { planHealth } from './health';
import { limitProperties, otherLimits } from './limits';
import type { Planning } from './planning';
import type { Declaration } from './tenant-plan';
import { sortVariables, type SortedVariables } from './variables';
import { GUESSED_PORT, NOT_HTTP, type Workload } from './workload';

const DEFAULT_PORT = 8080;

/** The construct of a pool or a job, with its routes. */
export function declareWorkload(workload: Workload, planning: Planning): Declaration {
  const { source, name, isJob, image, imageVariable, port } = workload;
  const sorted = sortVariables(source, planning.surroundings(workload));
  const uses = usesOf(workload, sorted, planning);
  const words = wordsOf(workload, uses.needsCommand, planning);
  const health = isJob ? undefined : planHealth(source, image.facts ?? {}, port, planning.secrets);
  const user = planning.userOf(workload);
  const after = planning.jobsBefore(workload);
  const files = planning.mountsOf(workload);
  const properties: Record<string, Code> = {
    image: imageVariable,
    ...words.properties,
    ...(source.replicas === undefined || source.replicas.value === 1 || files.isWritten || isJob
      ? {}
      : { replicas: code`${source.replicas.value}` }),
    ...(isJob || port === DEFAULT_PORT ? {} : { listener: port === undefined ? code`Listener.none()` : code`Listener.http(${port})` }),
    ...(health === undefined ? {} : { healthCheck: health.code }),
    ...(Object.keys(sorted.plain).length === 0 ? {} : { environment: object(mapped(sorted.plain, (value) => code`${value}`)) }),
    ...limitProperties(source),
    ...otherLimits(source),
    ...(user.code === undefined ? {} : { user: user.code }),
    ...(files.writable.length === 0 ? {} : { writable: list(files.writable) }),
    ...(files.files.length === 0 ? {} : { files: list(files.files) }),
    ...(uses.codes.length === 0 ? {} : { uses: list(uses.codes) }),
    ...(after.length === 0 ? {} : { after: list(after.map(({ variable }) => reference(variable))) }),
  };
  const routes = isJob || port === undefined ? { statements: [], remarks: [] } : planning.routesOf(workload);
  return {
    variable: name.variable,
    value: constructOf(`new ${isJob ? 'Job' : 'RuntimePool'}(this, `, name, properties),
    statements: routes.statements,
    remarks: [
      ...image.remarks,
      ...words.remarks,
      ...portRemarks(workload),
      ...(health?.remarks ?? []),
      ...(isJob ? jobRemarks(source) : []),
      ...sorted.remarks,
      ...uses.remarks,
      ...user.remarks,
      ...workload.mounts.remarks,
      ...files.remarks,
      ...routes.remarks,
      ...replicaRemarks(source, files.isWritten),
      ...orderRemarks(workload, sorted, planning),
      ...source.remarks,
    ],
  };
}

interface Uses {
  readonly codes: readonly Code[];
  readonly needsCommand: boolean;
  readonly remarks: readonly Remark[];
}

function usesOf(workload: Workload, sorted: SortedVariables, planning: Planning): Uses {
  const services = [...sorted.bindings].map(([{ name }, variables]) => used(name.variable, variables));
  const secrets = planning.secretsOf(workload, sorted);
  const apps = [...sorted.neighbours].flatMap((service) => {
    const neighbour = planning.earlier(service);
    return neighbour === undefined ? [] : [reference(neighbour.variable)];
  });
  const late = [...sorted.neighbours].filter((service) => planning.earlier(service) === undefined);
  return {
    codes: [...services, ...apps, ...secrets.codes],
    needsCommand: [...sorted.bindings.values()].some((variables) => Object.keys(variables).length > 0) || secrets.hasVariables,
    remarks: [
      ...secrets.remarks,
      ...late.map((service) =>
        todo(
          workload.source.position,
          'uses',
          `${service} and ${workload.source.name} use each other: call one of the two by its route, through an egress`,
        ),
      ),
    ],
  };
}

function used(variable: string, variables: Readonly<Record<string, string>>): Code {
  if (Object.keys(variables).length === 0) return reference(variable);
  return code`${reference(variable)}.withEnvironment(${object(mapped(variables, (entry) => code`${entry}`))})`;
}

/** Program and arguments; all of them where the environment is read from files. */
function wordsOf(
  { source, image }: Workload,
  needsAll: boolean,
  planning: Planning,
): { readonly properties: Record<string, Code>; readonly remarks: readonly Remark[] } {
  const { entrypoint, command, process, position } = source;
  if (process !== undefined) return { properties: { command: code`Procfile.of(${process.file}).command(${process.name})` }, remarks: [] };
  const whole = needsAll
    ? {
        entrypoint: entrypoint ?? image.facts?.entrypoint,
        command: command ?? (entrypoint === undefined ? image.facts?.command : undefined),
      }
    : { entrypoint, command };
  const words = [...(whole.entrypoint ?? []), ...(whole.command ?? [])];
  const remarks: Remark[] = [];
  if (words.some((word) => planning.secrets.has(word))) {
    remarks.push(
      todo(
        position,
        'command',
        'a word of it is a secret, and REDACTED is in its place: let the program read it from a variable or a file',
      ),
    );
  }
  if (needsAll && words.length === 0) {
    const shown = source.image === undefined ? 'the Dockerfile says' : `\`docker image inspect ${source.image.value}\` shows`;
    remarks.push(
      todo(
        position,
        'command',
        `variables from files need the whole command: set \`command\` to the words of ENTRYPOINT and CMD, as ${shown}`,
      ),
    );
  } else if (needsAll && entrypoint === undefined && image.facts === undefined && source.build === undefined) {
    remarks.push(todo(position, 'command', 'variables from files need the whole command: put the ENTRYPOINT of the image before it'));
  }
  const redacted = (all: readonly string[]): Code => code`${all.map((word) => planning.secrets.redact(word))}`;
  return {
    properties: {
      ...(whole.entrypoint === undefined ? {} : { entrypoint: redacted(whole.entrypoint) }),
      ...(whole.command === undefined ? {} : { command: redacted(whole.command) }),
    },
    remarks,
  };
}

function portRemarks({ source, image, port, isJob }: Workload): readonly Remark[] {
  const others = source.ports.filter((other) => other.port !== port || !other.isTcp);
  const own = source.ports.find((candidate) => candidate.port === port && candidate.isTcp);
  return [
    ...others
      .filter(({ isPublished }) => isPublished)
      .map((other) =>
        todo(
          other.position,
          'ports',
          `${String(other.port)}${other.isTcp ? '' : '/udp'} is not carried over: a pool listens on one port, and the router passes on HTTP and TLS`,
        ),
      ),
    ...(own?.isPublished === true && NOT_HTTP.has(own.port)
      ? [todo(own.position, 'ports', `${String(own.port)} is no port of HTTP, and no other one has a route`)]
      : []),
    ...(port === GUESSED_PORT &&
    source.ports.length === 0 &&
    image.facts?.port === undefined &&
    !source.environment.some(({ name }) => name === 'VIRTUAL_PORT')
      ? [todo(source.position, 'ports', `no port is known: \`listener\` is ${String(GUESSED_PORT)}, set the one that it listens on`)]
      : []),
    ...(port === undefined && !isJob
      ? [changed(source.position, 'ports', 'no port is known: it is a worker, and `listener` makes it a service')]
      : []),
  ];
}

function replicaRemarks({ replicas }: SourceService, isWritten: boolean): readonly Remark[] {
  if (replicas === undefined) return [];
  if (isWritten && replicas.value > 1)
    return [todo(replicas.position, 'replicas', 'one replica: it writes a volume with data, which has one writer')];
  return [];
}

/** A job serves nothing, and runs once. */
function jobRemarks({ healthCheck, replicas, routes }: SourceService): readonly Remark[] {
  return [
    ...(healthCheck === undefined ? [] : [dropped(healthCheck.position, 'healthcheck', 'a job is judged by its exit code')]),
    ...(replicas === undefined ? [] : [dropped(replicas.position, 'replicas', 'a job runs once')]),
    ...routes.map(({ host, position }) => todo(position, 'routes', `${host} leads to a job, and a route leads to a pool`)),
  ];
}

/** Only jobs are waited for: pools start when what they use is there. */
function orderRemarks({ source }: Workload, sorted: SortedVariables, planning: Planning): readonly Remark[] {
  return source.dependsOn
    .filter(({ service, completes }) => !completes && planning.isPool(service) && !sorted.neighbours.has(service))
    .map(({ position, service }) =>
      changed(position, 'depends_on', `${service}: apps of a tenant start together; \`uses\` lets one call the other`),
    );
}

function mapped<T, U>(values: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));
}
