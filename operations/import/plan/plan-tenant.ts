import { Code, code, object, reference } from '../code';
import type { SourceApp, SourceService } from '../description';
import type { Remark } from '../remark';
import type { SecretValues } from '../secret-variables';
import { declareNative, declareServer, nativeBacking, serverBacking, type Backing } from './backing';
import { builtImage, buildKey, pinnedImage, sharedImage, type PlannedImage } from './image';
import { memoryOf } from './limits';
import { planMounts } from './mounts';
import { Names } from './names';
import { outsideHosts } from './outside';
import { declareWorkload } from './declare-workload';
import { imageId, Planning } from './planning';
import { platformRemarks } from './platform';
import { roleOf, type Role } from './roles';
import type { Declaration, PlannedService, TenantPlan } from './tenant-plan';
import { sortVariables } from './variables';
import { portOf, type Workload } from './workload';

const DEFAULT_MEMORY = 256;
const DEFAULT_CPU = 0.5;
const QUOTA = { memory: 2048, cpu: 2 };

/**
 * Decides what each service of a source becomes.
 * @param tenant name of the tenant
 * @param root absolute directory of the project, where its commands run
 */
export function planTenant(app: SourceApp, tenant: string, root: string): TenantPlan {
  const names = new Names();
  const planning = new Planning(app, tenant, root, names);
  const roles = new Map(app.services.map((service) => [service, roleOf(service, app)] as const));
  const services: PlannedService[] = [];
  const backings = app.services.flatMap((service) => backingOf(service, roles.get(service), names));
  planning.backings.push(...backings);
  const images = new Images(planning, names);
  for (const source of app.services) {
    const role = roles.get(source);
    if (role?.kind !== 'pool' && role?.kind !== 'job') continue;
    planning.workloads.set(source.name, workloadOf(source, role.kind === 'job', images, app, names));
  }
  const servers = backings.map((backing) => declareBacking(backing));
  const apps = inOrder(planning).map((workload) => {
    const declaration = declareWorkload(workload, planning);
    planning.finished(workload.source.name);
    return { workload, declaration: { ...declaration, remarks: [...declaration.remarks, ...outsideHosts(workload.source, tenant)] } };
  });
  for (const source of app.services) {
    const role = roles.get(source);
    if (role?.kind === 'left-out') services.push({ name: source.name, remarks: [role.remark] });
    const server = servers[backings.findIndex((backing) => backing.source === source)];
    if (server !== undefined) services.push({ name: source.name, becomes: nameOf(server), remarks: server.remarks });
    const own = apps.find(({ workload }) => workload.source === source);
    if (own === undefined) continue;
    const remarks = [...own.declaration.remarks, ...(planning.secretRemarks.get(source.name) ?? [])];
    services.push({ name: source.name, becomes: nameOf(own.declaration), remarks });
  }
  const quota = quotaOf(app.services, roles);
  const platform = platformRemarks(backings, [...planning.workloads.values()], root);
  const hide = hiding(planning.secrets);
  return {
    tenant,
    format: app.format,
    files: app.files,
    ...(quota === undefined ? {} : { quota }),
    declarations: [...servers, ...planning.shared, ...images.declarations, ...apps.map(({ declaration }) => declaration)].map(
      hide.declaration,
    ),
    services: services.map((service) => ({ ...service, remarks: service.remarks.map(hide.remark) })),
    remarks: [...platform, ...app.remarks].map(hide.remark),
  };
}

/** A secret that has found another way into the plan does not leave it. */
function hiding(secrets: SecretValues): {
  readonly declaration: (one: Declaration) => Declaration;
  readonly remark: (one: Remark) => Remark;
} {
  const remark = (one: Remark): Remark => ({ ...one, text: secrets.hide(one.text) });
  const piece = ({ text, imports, references }: Code): Code => new Code(secrets.hide(text), imports, references);
  const declaration = ({ variable, value, statements, remarks }: Declaration): Declaration => ({
    variable,
    value: piece(value),
    statements: statements.map(piece),
    remarks: remarks.map(remark),
  });
  return { declaration, remark };
}

function backingOf(service: SourceService, role: Role | undefined, names: Names): readonly Backing[] {
  if (role?.kind === 'native') return [nativeBacking(role.native, service, names.take(service.name))];
  return role?.kind === 'server' ? [serverBacking(role.server, service, names.take(service.name))] : [];
}

function declareBacking(backing: Backing): Declaration {
  const { native, server } = backing;
  if (native !== undefined) return declareNative(native, backing);
  if (server !== undefined) return declareServer(server, backing);
  throw new TypeError(`${backing.source.name} is of no kind`);
}

/** Images of the tenant: one for all services that build the same, or that name what another one builds. */
class Images {
  readonly declarations: Declaration[] = [];
  private readonly built = new Map<string, { readonly image: PlannedImage; readonly variable: string; readonly service: string }>();

  constructor(
    private readonly planning: Planning,
    private readonly names: Names,
  ) {}

  of(service: SourceService): Pick<Workload, 'image' | 'imageVariable'> {
    const named = service.build === undefined ? this.builderOf(service.image?.value) : undefined;
    const build = service.build ?? named?.build;
    if (build === undefined) {
      const image = pinnedImage(service);
      return { image, imageVariable: image.code };
    }
    const known = this.built.get(buildKey(build));
    if (known !== undefined) {
      return {
        image: { ...known.image, remarks: named === undefined ? [] : [sharedImage(service, known.service)] },
        imageVariable: reference(known.variable),
      };
    }
    const { id, variable } = imageId(named ?? service, this.names);
    const image = builtImage(build, id, this.planning);
    this.built.set(buildKey(build), { image, variable, service: (named ?? service).name });
    this.declarations.push({ variable, value: image.code, statements: [], remarks: [] });
    return { image, imageVariable: reference(variable) };
  }

  private builderOf(image: string | undefined): SourceService | undefined {
    return image === undefined
      ? undefined
      : this.planning.app.services.find((other) => other.build !== undefined && other.image?.value === image);
  }
}

function workloadOf(source: SourceService, isJob: boolean, images: Images, app: SourceApp, names: Names): Workload {
  const image = images.of(source);
  return {
    source,
    name: names.take(source.name),
    isJob,
    ...image,
    mounts: planMounts(source, app.directory),
    port: isJob ? undefined : portOf(source, image.image.facts?.port, askedPort(source.name, app)),
  };
}

/** The port at which others name it, such as in `http://api:3000`. */
function askedPort(name: string, app: SourceApp): number | undefined {
  const address = new RegExp(`(?:^|[/@,\\s])${name.replaceAll(/[^\w]/g, '\\$&')}:(\\d{1,5})(?:\\D|$)`);
  const values = app.services.flatMap(({ environment }) => environment.map(({ value = '' }) => value));
  const found = values.map((value) => address.exec(value)?.[1]).find((port) => port !== undefined);
  return found === undefined || Number(found) > 65_535 ? undefined : Number(found);
}

/** Apps after those that they use; of a circle, in the order of the source. */
function inOrder(planning: Planning): readonly Workload[] {
  const ordered: Workload[] = [];
  const seen = new Set<Workload>();
  const visit = (workload: Workload): void => {
    if (seen.has(workload)) return;
    seen.add(workload);
    const { neighbours } = sortVariables(workload.source, planning.surroundings(workload));
    const awaited = workload.source.dependsOn.filter(({ completes }) => completes).map(({ service }) => service);
    for (const service of [...awaited, ...neighbours]) {
      const other = planning.workloads.get(service);
      if (other !== undefined) visit(other);
    }
    ordered.push(workload);
  };
  const all = [...planning.workloads.values()];
  for (const workload of [...all.filter(({ source }) => source.isRelease), ...all]) visit(workload);
  return ordered;
}

/** Name of what is constructed, such as `RuntimePool`. */
function nameOf({ value }: Declaration): string {
  return /^(?:new )?([\w.]+)/.exec(value.text)?.[1] ?? '';
}

/** Undefined where that of every tenant is enough. */
function quotaOf(services: readonly SourceService[], roles: ReadonlyMap<SourceService, Role>): Code | undefined {
  const counted = services.filter((service) => roles.get(service)?.kind !== 'left-out');
  const sum = (of: (service: SourceService) => number): number =>
    counted.reduce((total, service) => total + (service.replicas?.value ?? 1) * of(service), 0);
  const memory = sum((service) => service.memory ?? memoryByDefault(roles.get(service)));
  const cpu = sum((service) => service.cpu ?? DEFAULT_CPU);
  if (memory <= QUOTA.memory && cpu <= QUOTA.cpu) return undefined;
  const gibibytes = Math.max(2, Math.ceil(memory / 1024)) * 1024;
  return object({ memory: memoryOf(gibibytes), cpu: code`Cpu.cores(${Math.max(2, Math.ceil(cpu))})` });
}

function memoryByDefault(role: Role | undefined): number {
  return role?.kind === 'native' && role.native.construct === 'RabbitMq' ? 2 * DEFAULT_MEMORY : DEFAULT_MEMORY;
}
