import type { SourceService, Variable } from '../description';
import { changed, dropped, todo, type Remark } from '../remark';
import { isSecretVariable, type SecretValues } from '../secret-variables';
import type { Backing } from './backing';

/** Port on which an app answers for other apps of its tenant. */
const BALANCER_PORT = '8080';

/** Another app of the tenant that variables may name. */
export interface Neighbour {
  readonly service: string;
  /** Name under which it answers. */
  readonly host: string;
  /** Port of the source; undefined for a worker. */
  readonly port: number | undefined;
}

/** Everything that variables can be about. */
export interface Surroundings {
  readonly backings: readonly Backing[];
  readonly neighbours: readonly Neighbour[];
  /** File of a secret here, by its path in the source, such as `/run/secrets/key`. */
  readonly secretFile: (path: string) => string | undefined;
  readonly secrets: SecretValues;
}

/** Variables of an app, sorted by where their values come from. */
export interface SortedVariables {
  /** Entries by variable, for each service that is used. */
  readonly bindings: ReadonlyMap<Backing, Readonly<Record<string, string>>>;
  /** Names of other apps that are used. */
  readonly neighbours: ReadonlySet<string>;
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: readonly Variable[];
  /** Paths of secrets that are credentials of a service here. */
  readonly replacedFiles: ReadonlySet<string>;
  readonly remarks: readonly Remark[];
}

const HOST = /(HOST|HOSTNAME|HOSTS|SERVER|SERVERS|ADDR|ADDRESS|ENDPOINT|BROKERS?|NODES?|URL|URI)$/i;
const HOST_SUFFIX = /(HOSTNAME|HOST|SERVER|ADDRESS|ADDR|ENDPOINT)$/i;
/** Parts of a binding by the ends of variables that hold them. */
const ROLES: readonly (readonly [names: RegExp, ...entries: string[]])[] = [
  [/(PASS|PASSWORD|PASSWD|PWD|AUTH)$/i, 'password', 'secret-access-key'],
  [/(SECRET|SECRET_?KEY|SECRET_ACCESS_KEY|ROOT_PASSWORD)$/i, 'secret-access-key', 'password'],
  [/(ACCESS_?KEY|ACCESS_KEY_ID|KEY_ID)$/i, 'access-key-id'],
  [/(USER|USERNAME|USR|LOGIN)$/i, 'username', 'access-key-id'],
  [/BUCKET(_?NAME)?$/i, 'bucket'],
  [/REGION$/i, 'region'],
  [/(V|VIRTUAL_?)HOST$/i, 'virtual-host'],
  [/(DB|DATABASE|DBNAME|DB_?NAME|DATABASE_?NAME|NAME)$/i, 'database'],
  [/PORT$/i, 'port'],
];
const URL = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:[^@/]*@)?(?<host>[A-Za-z0-9_.-]+)(?::(?<port>\d+))?(?<path>[^]*)$/i;

/** Schemes that clients take for the one of a binding. */
const USUAL_SCHEMES = new Set([
  'postgres',
  'postgresql',
  'mysql',
  'mariadb',
  'redis',
  'rediss',
  'amqp',
  'amqps',
  'nats',
  'mongodb',
  'memcached',
  's3',
]);

/** Sorts the variables of a service by what they are about. */
export function sortVariables(service: SourceService, around: Surroundings): SortedVariables {
  return new Sorting(service, around).sorted();
}

class Sorting {
  private readonly bindings = new Map<Backing, Record<string, string>>();
  private readonly used = new Set<string>();
  private readonly plain: Record<string, string> = {};
  private readonly secret: Variable[] = [];
  private readonly replacedFiles = new Set<string>();
  private readonly remarks: Remark[] = [];
  /** Begins of variables that are about a service, such as `WORDPRESS_DB_`. */
  private readonly prefixes: (readonly [prefix: string, backing: Backing])[] = [];

  constructor(
    private readonly service: SourceService,
    private readonly around: Surroundings,
  ) {
    const names = service.dependsOn.map((dependency) => dependency.service);
    const text = [...service.environment.map(({ value = '' }) => value), ...(service.command ?? []), ...(service.entrypoint ?? [])];
    for (const backing of around.backings) {
      const { name } = backing.source;
      if (names.includes(name) || text.some((value) => mentions(value, name))) this.bindings.set(backing, {});
      for (const { name: variable, value = '' } of service.environment) {
        if (HOST_SUFFIX.test(variable) && (isHostOf(value, name) || isEndpointOf(value, backing))) {
          this.bindings.set(backing, {});
          const prefix = variable.replace(HOST_SUFFIX, '');
          if (prefix !== '') this.prefixes.push([prefix, backing]);
        }
      }
    }
    for (const { service: name } of around.neighbours) {
      const isHost = service.environment.some(({ name: variable, value }) => HOST_SUFFIX.test(variable) && value === name);
      if (isHost || text.some((value) => mentions(value, name))) this.used.add(name);
    }
  }

  sorted(): SortedVariables {
    for (const variable of this.service.environment) this.sort(variable);
    for (const [backing, variables] of this.bindings) this.remarkOn(backing, variables);
    return {
      bindings: this.bindings,
      neighbours: this.used,
      plain: this.plain,
      secret: this.secret,
      replacedFiles: this.replacedFiles,
      remarks: this.remarks,
    };
  }

  private sort(variable: Variable): void {
    const { name, value = '', position } = variable;
    const key = `environment.${name}`;
    if (/^(VIRTUAL_HOST|VIRTUAL_PORT|VIRTUAL_PROTO|VIRTUAL_PATH|LETSENCRYPT_HOST|LETSENCRYPT_EMAIL)$/.test(name)) {
      this.remarks.push(dropped(position, key, 'hosts and certificates are those of the route'));
      return;
    }
    const found = this.entryOf(variable);
    if (found !== undefined) {
      const [backing, entry] = found;
      const variables = this.bindings.get(backing) ?? {};
      this.bindings.set(backing, { ...variables, [name]: entry });
      this.remarks.push(...difference(variable, backing, entry));
      return;
    }
    const file = this.fileOf(variable);
    if (file !== undefined) {
      this.plain[name] = file;
      this.remarks.push(changed(position, key, `the file is ${file} here`));
      return;
    }
    if (variable.value === '' && isSecretVariable(name, '')) {
      this.remarks.push(dropped(position, key, 'empty in the source'));
      return;
    }
    if (variable.isPassedOn === true && variable.value === undefined && !isSecretVariable(name, undefined)) {
      this.remarks.push(
        dropped(position, key, 'a variable of the shell, which is not read: say it in `environment` where the app needs it'),
      );
      return;
    }
    if (variable.secrecy !== undefined || isSecretVariable(name, variable.value) || this.around.secrets.has(value)) {
      this.secret.push(variable);
      return;
    }
    if (variable.value === undefined) this.remarks.push(todo(position, key, 'it has no value in the source: fill it in'));
    if (/[\r\n\0]/.test(value)) {
      this.remarks.push(todo(position, key, 'a value has one line: give longer text as a file, by ConfigFiles'));
      return;
    }
    this.plain[name] = this.withHosts(variable, value);
  }

  /** The service and the entry of its binding that a variable holds. */
  private entryOf({ name, value = '' }: Variable): readonly [Backing, string] | undefined {
    const url = URL.exec(value)?.groups;
    for (const backing of this.bindings.keys()) {
      const { name: host, environment } = backing.source;
      const takes = (entry: string | undefined): entry is string => entry !== undefined && backing.entries.includes(entry);
      if (url?.host === host && !/^https?$/.test(url.scheme ?? '') && !value.startsWith('jdbc:') && takes('uri')) return [backing, 'uri'];
      if (url?.host === host && backing.native?.construct === 'ObjectStorage') return [backing, 'endpoint'];
      if (value === host && HOST.test(name) && takes('host')) return [backing, 'host'];
      const entry = roleOf(name)?.find((candidate) => takes(candidate));
      if (entry === undefined) continue;
      const isAbout = this.prefixes.some(([prefix, other]) => other === backing && name.toUpperCase().startsWith(prefix.toUpperCase()));
      const isOnly = [...this.bindings.keys()].filter(({ prefix }) => prefix.test(name)).length === 1;
      const isItsOwn = value !== '' && environment.some((own) => own.value === value && roleOf(own.name)?.includes(entry) === true);
      if (entry === 'port') {
        if (value === String(backing.usualPort) && (isAbout || (isOnly && backing.prefix.test(name)))) return [backing, entry];
      } else if (isAbout || isItsOwn || (isOnly && backing.prefix.test(name))) return [backing, entry];
    }
    return undefined;
  }

  /** Path of a secret's file, where the variable holds the one of the source. */
  private fileOf({ name, value = '' }: Variable): string | undefined {
    if (!this.service.secrets.some(({ target }) => target === value)) return undefined;
    const plain = name.replace(/_*FILE$/i, '');
    const found = plain === name ? undefined : this.entryOf({ name: plain, value: '', variables: [], position: this.service.position });
    if (found === undefined) return this.around.secretFile(value);
    this.replacedFiles.add(value);
    return `/bindings/${found[0].name.app}/${found[1]}`;
  }

  /** Names and ports of others as they are here. */
  private withHosts({ name, position }: Variable, value: string): string {
    let text = value;
    for (const { name: own, port, usualPort, source } of this.bindings.keys()) {
      if (!mentions(text, source.name)) continue;
      text = text.replaceAll(
        mention(source.name),
        (_, before: string, at: string | undefined) =>
          `${before}${own.app}${at === undefined ? '' : at === `:${String(usualPort)}` ? `:${String(port)}` : at}`,
      );
    }
    for (const { service, host, port } of this.around.neighbours) {
      if (!this.used.has(service)) continue;
      if (text === service && HOST_SUFFIX.test(name)) return host;
      if (!mentions(text, service)) continue;
      text = text.replaceAll(mention(service), (_, before: string, at: string | undefined) => {
        const other = at !== undefined && port !== undefined && at !== `:${String(port)}`;
        if (other)
          this.remarks.push(todo(position, `environment.${name}`, `${host} answers on one port, by HTTP: ${at.slice(1)} is not reached`));
        return `${before}${host}${at === undefined && !/^https?:/.test(text) ? '' : `:${BALANCER_PORT}`}`;
      });
    }
    if (text !== value) this.remarks.push(changed(position, `environment.${name}`, 'names and ports of others are those of this tenant'));
    return text;
  }

  private remarkOn(backing: Backing, variables: Readonly<Record<string, string>>): void {
    const { name, native, source } = backing;
    const position = this.service.dependsOn.find((dependency) => dependency.service === source.name)?.position ?? this.service.position;
    const entries = Object.values(variables);
    const first = this.service.environment.find((variable) => variable.name in variables);
    if (first !== undefined) {
      this.remarks.push(
        changed(first.position, 'environment', `${Object.keys(variables).join(', ')}: from the files of /bindings/${name.app}`),
      );
    }
    const needsLogin = backing.entries.includes('password') && (native !== undefined || backing.server?.environment !== undefined);
    if (entries.length === 0 && needsLogin) {
      this.remarks.push(
        todo(position, 'uses', `${name.app} is in the files of /bindings/${name.app}: .withEnvironment({ … }) makes variables of them`),
      );
    }
    if (native?.client !== undefined) {
      this.remarks.push(todo(position, 'uses', `${name.app}: ${native.client.replace('NAME', name.app)}`));
      const isWithoutUser = !entries.includes('uri') && !entries.includes('username') && entries.includes('host');
      if (isWithoutUser && backing.entries.includes('username')) {
        this.remarks.push(todo(position, 'uses', `${name.app}: the client has to log in with a user name, which is the entry username`));
      }
    } else if (native?.construct === 'Postgres' && entries.length > 0 && !entries.includes('uri')) {
      this.remarks.push(
        todo(position, 'uses', `${name.app}: it takes connections by TLS alone: the client needs sslmode=require, or the entry uri`),
      );
    }
  }
}

/** The part that is lost where the address of the source is more than that of a binding. */
function difference({ name, value = '', position }: Variable, { scheme }: Backing, entry: string): readonly Remark[] {
  const url = URL.exec(value)?.groups;
  if (entry !== 'uri' || url === undefined) return [];
  const key = `environment.${name}`;
  const given = url.scheme ?? '';
  if (given !== scheme && !USUAL_SCHEMES.has(given))
    return [todo(position, key, `the address of the binding begins with ${scheme}: and not with ${given}:`)];
  const isNumbered = scheme === 'rediss' && /^\/[1-9]\d*$/.test(url.path ?? '');
  return isNumbered
    ? [todo(position, key, 'the address of the binding has no number of a database: give each use a service of its own')]
    : [];
}

function roleOf(name: string): readonly string[] | undefined {
  const [, ...entries] = ROLES.find(([names]) => names.test(name)) ?? [];
  return entries.length === 0 ? undefined : entries;
}

function isHostOf(value: string, name: string): boolean {
  return value === name || new RegExp(`^${escaped(name)}:\\d+$`).test(value);
}

/** Clients of object storage are given a URL where others have a host. */
function isEndpointOf(value: string, { native, source }: Backing): boolean {
  return native?.construct === 'ObjectStorage' && URL.exec(value)?.groups?.host === source.name;
}

/** A name with a port, or as the host of a URL. */
function mention(name: string): RegExp {
  return new RegExp(`(^|[/@,;\\s="'])${escaped(name)}(?:(:\\d+)|(?=/|$|[?,;\\s"']))`, 'g');
}

/** As a host: with a port, or after a scheme, or as all of the text. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(^|[/@,;\\s="'])${escaped(name)}:\\d+|(//|@)${escaped(name)}(?=[:/?]|$)`).test(text);
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, '\\$&');
}
