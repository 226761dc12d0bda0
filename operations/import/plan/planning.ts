import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { checkedHost } from '../../../constructs/gateway/host-name';
import { code, object, reference, type Code } from '../code';
import type { SourceApp, SourceService, Variable } from '../description';
import { changed, todo, type Remark } from '../remark';
import { isSecretVariable, SecretValues } from '../secret-variables';
import type { Backing } from './backing';
import { constructOf } from './backing';
import type { Name, Names } from './names';
import type { Declaration } from './tenant-plan';
import type { SortedVariables, Surroundings } from './variables';
import type { Workload } from './workload';

interface GivenSecret {
  readonly name: Name;
  readonly remarks: readonly Remark[];
}

/** Everything that the apps of a tenant share while they are planned, in the order in which they are declared. */
export class Planning {
  readonly secrets = new SecretValues();
  /** Secrets, volumes and users: before what uses them. */
  readonly shared: Declaration[] = [];
  readonly backings: Backing[] = [];
  readonly workloads = new Map<string, Workload>();
  /** Remarks on secrets, by the service that uses them. */
  readonly secretRemarks = new Map<string, readonly Remark[]>();
  private readonly declared = new Set<string>();
  private readonly givenSecrets = new Map<string, GivenSecret>();
  private readonly volumes = new Map<string, Name>();
  private readonly users = new Map<number, string>();
  private readonly routes = new Set<string>();

  constructor(
    readonly app: SourceApp,
    readonly tenant: string,
    readonly root: string,
    private readonly names: Names,
  ) {
    for (const value of app.secretValues) this.secrets.add(value);
    const variables = app.services.flatMap(({ environment, build }) => [...environment, ...(build?.args ?? [])]);
    for (const { name, value } of variables) if (isSecretVariable(name, value)) this.secrets.add(value);
  }

  /** From now on others may use it. */
  finished(service: string): void {
    this.declared.add(service);
  }

  /** A pool that is declared already, and that answers; undefined for every other service. */
  earlier(service: string): Name | undefined {
    const found = this.workloads.get(service);
    return found !== undefined && !found.isJob && found.port !== undefined && this.declared.has(service) ? found.name : undefined;
  }

  isPool(service: string): boolean {
    return this.workloads.get(service)?.isJob === false;
  }

  surroundings({ source }: Workload): Surroundings {
    const others = [...this.workloads.values()].filter((other) => other.source !== source && !other.isJob);
    return {
      backings: this.backings,
      neighbours: others.map(({ source: { name: service }, name, port }) => ({ service, host: name.app, port })),
      secretFile: (path) => {
        const mount = source.secrets.find(({ target }) => target === path);
        return mount === undefined ? undefined : `/bindings/${this.declaredSecret(mount.name).name.app}/value`;
      },
      secrets: this.secrets,
    };
  }

  /** Jobs that have to succeed first. */
  jobsBefore({ source, isJob }: Workload): readonly Name[] {
    const awaited = source.dependsOn.filter(({ completes }) => completes).map(({ service }) => service);
    const releases = isJob ? [] : this.app.services.filter(({ isRelease }) => isRelease).map(({ name }) => name);
    return [...new Set([...awaited, ...releases])].flatMap((service) => {
      const job = this.workloads.get(service);
      return job?.isJob === true && this.declared.has(service) ? [job.name] : [];
    });
  }

  /** Secrets of an app: those of variables, and those that the source mounts. */
  secretsOf(
    { source }: Workload,
    { secret: variables, replacedFiles }: SortedVariables,
  ): { readonly codes: readonly Code[]; readonly hasVariables: boolean; readonly remarks: readonly Remark[] } {
    const own = variables.map((variable) => ({ variable, secret: this.variableSecret(variable) }));
    const kept = source.secrets.filter(({ target }) => !replacedFiles.has(target));
    const mounted = kept.map((mount) => ({ mount, secret: this.declaredSecret(mount.name) }));
    this.secretRemarks.set(
      source.name,
      [...own, ...mounted].flatMap(({ secret }) => secret.remarks),
    );
    return {
      codes: [
        ...own.map(
          ({ variable, secret }) =>
            code`${reference(secret.name.variable)}.withEnvironment(${object({ [variable.name]: code`${'value'}` })})`,
        ),
        ...mounted.map(({ secret }) => reference(secret.name.variable)),
      ],
      hasVariables: own.length > 0,
      remarks: mounted.map(({ mount, secret }) =>
        changed(mount.position, 'secrets', `${mount.target} is /bindings/${secret.name.app}/value here`),
      ),
    };
  }

  /** Volumes and other directories that it may write, and those that it only reads; `isWritten` where one of them has no other writer. */
  mountsOf({ mounts: { mounts }, source }: Workload): {
    readonly writable: readonly Code[];
    readonly files: readonly Code[];
    readonly isWritten: boolean;
    readonly remarks: readonly Remark[];
  } {
    const writable: Code[] = [];
    const files: Code[] = [];
    const remarks: Remark[] = [];
    for (const mount of mounts) {
      if (mount.kind === 'tmpfs') {
        writable.push(code`WritablePath.tmpfs(${mount.path}, Size.mebibytes(${mount.size}))`);
        continue;
      }
      const volume = reference(this.volume(mount.volume).variable);
      if (mount.isReadOnly) files.push(code`{ directory: ${mount.path}, volume: ${volume}, dependables: ${volume}.dependables }`);
      else if (this.writersOf(mount.volume).length > 1) {
        const reason = `${this.writersOf(mount.volume).join(' and ')} wrote it together before`;
        writable.push(code`WritablePath.sharedVolume(${mount.path}, ${volume}, ${reason})`);
        remarks.push(
          todo(source.position, 'volumes', `${mount.volume} has several writers: only programs that lock what they write may do so`),
        );
      } else writable.push(code`WritablePath.volume(${mount.path}, ${volume})`);
    }
    return {
      writable,
      files,
      isWritten: mounts.some((mount) => mount.kind === 'volume' && !mount.isReadOnly && this.writersOf(mount.volume).length === 1),
      remarks,
    };
  }

  /** The user that it runs as, where that is not one of its own. */
  userOf(workload: Workload): { readonly code?: Code; readonly remarks: readonly Remark[] } {
    const { user } = workload.source;
    const isShared = workload.mounts.mounts.some(
      (mount) => mount.kind === 'volume' && !mount.isReadOnly && this.writersOf(mount.volume).length > 1,
    );
    const [uid = '', group] = (user?.value ?? '').split(':');
    if (isShared) return { code: this.user(sharedUid(this.tenant), 'volume-user'), remarks: [] };
    if (user === undefined) return { remarks: [] };
    if (!/^\d{1,5}$/.test(uid) || Number(uid) === 0 || Number(uid) > 65_534) {
      return {
        remarks: [
          changed(
            user.position,
            'user',
            `${uid === '' ? 'it' : uid}: it runs as a user without rights and with a number of its own; User.of(number) takes another`,
          ),
        ],
      };
    }
    const groups = group === undefined || group === uid ? [] : [changed(user.position, 'user', `the group is ${uid} as well`)];
    return { code: this.user(Number(uid), `user-${uid}`), remarks: groups };
  }

  /** Hosts that lead to it: those of the source, or one below `localhost` where it published its port. */
  routesOf({ source, name, port }: Workload): { readonly statements: readonly Code[]; readonly remarks: readonly Remark[] } {
    const statements: Code[] = [];
    const remarks: Remark[] = [];
    const virtual = source.environment.filter((variable) => variable.name === 'VIRTUAL_HOST');
    const wanted = [
      ...source.routes,
      ...virtual.flatMap(({ value = '', position }) => value.split(',').map((host) => ({ host: host.trim(), path: undefined, position }))),
    ];
    for (const { host, path, position } of wanted) {
      if (!isHost(host))
        remarks.push(
          todo(
            position,
            'routes',
            `${host === '' ? 'a host without a value' : host} is no name of a host: correct it, or name another one`,
          ),
        );
      else if (this.routes.has(`${host} ${path ?? ''}`))
        remarks.push(todo(position, 'routes', `${host}${path ?? ''} already leads to another app`));
      else {
        this.routes.add(`${host} ${path ?? ''}`);
        const variable = reference(name.variable);
        statements.push(
          path === undefined ? code`this.route(${host}, ${variable});` : code`this.route(${host}, ${variable}, { path: ${path} });`,
        );
      }
    }
    const published = source.ports.find((candidate) => candidate.port === port && candidate.isPublished);
    if (statements.length > 0 || (published === undefined && wanted.length === 0)) return { statements, remarks };
    const host = `${name.app}.${this.tenant}.localhost`;
    const position = published?.position ?? source.position;
    return {
      statements: [code`this.route(${host}, ${reference(name.variable)});`],
      remarks: [...remarks, changed(position, 'ports', `the router alone publishes ports: it is http://${host}:8080 here`)],
    };
  }

  private variableSecret(variable: Variable): GivenSecret {
    const key = `${variable.name} ${variable.value ?? ''} ${variable.variables.join(' ')}`;
    const known = this.givenSecrets.get(key);
    if (known !== undefined) return known;
    const name = this.names.take(variable.name.toLowerCase());
    const call = secretCall(variable);
    const at = `environment.${variable.name}`;
    if (call === 'generated') {
      return this.declareSecret(key, name, constructOf('Secret.generated(this, ', name, {}), [
        changed(variable.position, at, 'made on the host, once'),
      ]);
    }
    if (call === 'fromEnvironment') {
      const from = variable.variables[0] ?? variable.name;
      return this.declareSecret(key, name, constructOf('Secret.fromEnvironment(this, ', name, {}, [code`${from}`]), [
        todo(variable.position, at, `a secret: set ${from} for the command that deploys, or take it out where the app does without`),
      ]);
    }
    const file = `secrets/${name.app}`;
    return this.declareSecret(key, name, constructOf('Secret.fromFile(this, ', name, {}, [code`${file}`]), [
      todo(variable.position, at, `a secret: write its value into ${file}, or take Secret.generated where any value will do`),
    ]);
  }

  /** One that the source declares by itself. */
  private declaredSecret(name: string): GivenSecret {
    const known = this.givenSecrets.get(`/${name}`);
    if (known !== undefined) return known;
    const names = this.names.take(name);
    const source = this.app.secrets.find((secret) => secret.name === name);
    const position = source?.position ?? { file: this.app.files[0] ?? '', line: 1, column: 1 };
    if (source?.variable !== undefined) {
      return this.declareSecret(`/${name}`, names, constructOf('Secret.fromEnvironment(this, ', names, {}, [code`${source.variable}`]), [
        todo(position, `secrets.${name}`, `set ${source.variable} for the command that deploys`),
      ]);
    }
    const file = source?.file === undefined ? `secrets/${names.app}` : this.fromRoot(source.file);
    return this.declareSecret(`/${name}`, names, constructOf('Secret.fromFile(this, ', names, {}, [code`${file}`]), [
      todo(position, `secrets.${name}`, `its value is read from ${file}: write it there, and keep it out of version control`),
    ]);
  }

  private declareSecret(key: string, name: Name, value: Code, remarks: readonly Remark[]): GivenSecret {
    const secret = { name, remarks };
    this.givenSecrets.set(key, secret);
    this.shared.push({ variable: name.variable, value, statements: [], remarks });
    return secret;
  }

  private volume(source: string): Name {
    const known = this.volumes.get(source);
    if (known !== undefined) return known;
    // A service has volumes of its own name with such an end.
    const clashes = this.backings.some(({ name: { app } }) => source.replaceAll('_', '-').startsWith(`${app}-`));
    const name = this.names.take(clashes ? `${source}-files` : source);
    this.volumes.set(source, name);
    const properties = name.needsName ? { name: code`${name.app}` } : {};
    this.shared.push({
      variable: name.variable,
      value: constructOf('new Volume(this, ', { ...name, needsName: false }, properties),
      statements: [],
      remarks: [],
    });
    return name;
  }

  private user(uid: number, name: string): Code {
    const variable = this.users.get(uid) ?? this.names.take(name).variable;
    if (!this.users.has(uid)) this.shared.push({ variable, value: code`User.of(${uid})`, statements: [], remarks: [] });
    this.users.set(uid, variable);
    return reference(variable);
  }

  private writersOf(volume: string): readonly string[] {
    return [...this.workloads.values()]
      .filter(({ mounts }) => mounts.mounts.some((mount) => mount.kind === 'volume' && mount.volume === volume && !mount.isReadOnly))
      .map(({ source }) => source.name);
  }

  /** A path of the source from the directory of the project. */
  private fromRoot(path: string): string {
    const absolute = resolve(this.app.directory, path);
    return absolute.startsWith(`${this.root}/`) ? absolute.slice(this.root.length + 1) : path;
  }
}

/** Construct of the image that a service builds. */
export function imageId(service: SourceService, names: Names): Name {
  return names.take(`${service.name}-image`);
}

/** A uid that two tenants hardly share, from those that are free to choose. */
function sharedUid(tenant: string): number {
  return 60_000 + (createHash('sha256').update(tenant).digest().readUInt32BE() % 5000);
}

/** True for a host that the router takes. */
function isHost(host: string): boolean {
  try {
    checkedHost(host);
    return true;
  } catch {
    return false;
  }
}

/** How a secret variable is given. */
function secretCall(variable: Variable): 'fromEnvironment' | 'fromFile' | 'generated' {
  if (variable.secrecy === 'generated') return 'generated';
  return variable.value === undefined || variable.variables.length === 1 ? 'fromEnvironment' : 'fromFile';
}
