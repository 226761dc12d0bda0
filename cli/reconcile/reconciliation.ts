import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type Dockerode from 'dockerode';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../../operations/private-files';
import type { Journal } from '../../operations/state/journal';
import type { OpenedState, StackState } from '../../operations/state/stack-state';
import type { StateStore } from '../../operations/state/state-store';
import { hasDeployed, type TerraformState } from '../../operations/state/terraform-state';
import type { TerraformCli } from '../../operations/terraform/terraform-cli';
import { serversOf } from '../../operations/engine/gateway-servers';
import { adopt } from './adopt';
import {
  attachContainers,
  correctContainers,
  detachContainers,
  removeContainers,
  removeUnused,
  rewriteFiles,
  startContainers,
  waitUntilHealthy,
} from './carry-out';
import { readDeclared, type DeclaredResource } from './declared';
import { findDrift, type Drift } from './drift';
import type { Mending } from './mending';
import { observe, type Observed, type ObservedContainer } from './observed';
import { prepare } from './prepare';
import { settle } from './settle';
import { isKeptFailure, type Correction, type Situation } from './situation';
import type { Session } from '../../operations/session';

interface Unknown {
  readonly containers: readonly ObservedContainer[];
  /** Names by their ids. */
  readonly networks: ReadonlyMap<string, string>;
  readonly volumes: readonly string[];
}

/** File of a state that Terraform could not write to its place. */
const ERRORED_STATE = 'errored.tfstate';

/** Brings the state of one stack, the engine and the declared configuration together, before and after an apply. */
export class Reconciliation {
  private readonly session: Session;
  private readonly stored: StackState;
  private readonly journal: Journal;
  private readonly declared: ReadonlyMap<string, DeclaredResource>;
  private readonly mendings: Mending[] = [];

  /** @param directory of the synthesized stack */
  constructor(
    store: StateStore,
    private readonly stack: string,
    private readonly directory: string,
    private readonly terraform: TerraformCli,
  ) {
    this.session = store.session;
    this.stored = store.of(stack);
    this.journal = store.journalOf(stack);
    this.declared = readDeclared(directory);
  }

  /** Everything that was set right so far. */
  get mended(): readonly Mending[] {
    return this.mendings;
  }

  /**
   * Makes the state true, and heals what an apply would not see.
   * @returns whether an apply has nothing to do: the last one was of the same configuration, and all is as it left it
   */
  async before(): Promise<boolean> {
    const observed = await this.observe();
    const { opened, isLost } = await this.open(observed);
    const { state: read } = opened;
    const isCutOff = await this.journal.isOpen();
    const isUnknown = unknownTo(read, observed).containers.length > 0;
    const isIrregular = isLost || isCutOff || isUnknown || read.resources.some(({ instances }) => instances.some(isUnsettled));
    const serving = isIrregular ? await servingIn(this.session.engine(), observed) : new Set<string>();

    const settled = settle({ state: read, observed, serving }, isCutOff && !isLost);
    const remaining = without(observed, settled.removed);
    const prepared = prepare({ state: settled.state, observed: remaining, serving }, this.declared, isLost);
    await this.carryOut(settled);
    await this.carryOut(prepared);

    let state = prepared.state;
    let written = opened;
    if (prepared.adopted.size > 0) {
      written = await this.write(opened, state);
      state = adopt(written.state, prepared.adopted, await this.terraform.plannedResources(), this.declared);
    }
    const drift = findDrift(state, this.declared, without(remaining, prepared.removed));
    ({ state } = await this.write(written, await this.heal(drift)));
    await rm(join(this.directory, ERRORED_STATE), { force: true });
    if (isLost) await this.terraform.refresh();
    const { networks, volumes } = unknownTo(state, observed);
    return this.mendings.length + networks.size + volumes.length === 0 && !isCutOff && this.wasAppliedTo(state);
  }

  /** Only the state: for a stack whose state was lost. @returns names of what was found again */
  async repair(): Promise<readonly string[]> {
    const observed = await this.observe();
    const { opened } = await this.open(observed);
    const situation: Situation = { state: opened.state, observed, serving: await servingIn(this.session.engine(), observed) };
    const { adopted, mendings } = prepare(situation, this.declared, true);
    const written = await this.write({ ...opened, isStored: false }, opened.state);
    await this.write(written, adopt(written.state, adopted, await this.terraform.plannedResources(), this.declared));
    await this.terraform.refresh();
    await rm(join(this.directory, ERRORED_STATE), { force: true });
    return mendings.filter(({ kind }) => kind === 'adopted').map(({ name }) => name);
  }

  /** Removes what no state knows any more, and connects what a new network has left out. @returns the state that the apply left */
  async afterSuccess(): Promise<TerraformState> {
    const [observed, { state }] = [await this.observe(), await this.stored.open()];
    const { containers, networks, volumes } = unknownTo(state, observed);
    await removeContainers(this.session.engine(), containers);
    this.mendings.push(...containers.map(({ name }) => ({ kind: 'removed', name }) as const));
    const removed = await removeUnused(this.session.engine(), networks, volumes);
    this.mendings.push(...removed.map((name) => ({ kind: 'unknown', name }) as const));
    await this.heal(findDrift(state, this.declared, observed));
    // Without it the next apply looks once more, and finds nothing to do.
    await mkdir(dirname(this.stamp), { recursive: true, mode: PRIVATE_DIRECTORY });
    await writeFile(this.stamp, this.fingerprint(state), { mode: PRIVATE_FILE }).catch(() => undefined);
    return state;
  }

  /**
   * Gives the place back to what served before.
   * @param isCutOff whether Terraform ended without a word
   * @returns names of failed containers that the health gate had kept, and that are gone
   */
  async afterFailure(isCutOff: boolean): Promise<readonly string[]> {
    const observed = await this.observe();
    const { opened } = await this.open(observed);
    const settled = settle({ state: opened.state, observed, serving: await servingIn(this.session.engine(), observed) }, isCutOff);
    await this.carryOut(settled);
    const drift = findDrift(settled.state, currentNames(settled.state, this.declared), without(observed, settled.removed));
    await startContainers(this.session.engine(), drift.stopped);
    await this.write(opened, settled.state);
    await rm(join(this.directory, ERRORED_STATE), { force: true });
    return settled.removed.filter(isKeptFailure).map(({ name }) => name);
  }

  /** The newest state that can be read, and whether it is not the one that there should be. */
  private async open(observed: Observed): Promise<{ opened: OpenedState; isLost: boolean }> {
    const opened = await this.stored.open(join(this.directory, ERRORED_STATE));
    const hasResources = observed.containers.length + observed.networks.size > 0;
    const isLost = opened.problem !== undefined || (!hasDeployed(opened.state) && hasResources);
    return { opened, isLost };
  }

  private observe(): Promise<Observed> {
    return observe(this.session.engine(), this.session.instance, this.stack);
  }

  private async carryOut({ removed, rewritten, mendings }: Correction): Promise<void> {
    await removeContainers(this.session.engine(), removed);
    for (const loader of rewritten) await rewriteFiles(this.session.engine(), loader);
    this.mendings.push(...mendings);
  }

  /** @returns the state without what could not be started, which the next apply makes again */
  private async heal(drift: Drift): Promise<TerraformState> {
    const { state, stopped } = drift;
    this.mendings.push(...drift.mendings);
    await correctContainers(this.session.engine(), drift);
    await attachContainers(this.session.engine(), drift.detached);
    await detachContainers(this.session.engine(), drift.intruding);
    const broken = await startContainers(this.session.engine(), stopped);
    await waitUntilHealthy(
      this.session.engine(),
      stopped.filter((container) => !broken.includes(container)),
    );
    await removeContainers(this.session.engine(), broken);
    const ids = new Set(broken.map(({ id }) => id));
    const resources = state.resources.map((resource) => ({
      ...resource,
      instances: resource.instances.filter(({ attributes }) => !ids.has(attributes.id ?? '')),
    }));
    return { ...state, resources: resources.filter(({ instances }) => instances.length > 0) };
  }

  /** @returns the state as it is stored from now on */
  private async write(before: OpenedState, state: TerraformState): Promise<OpenedState> {
    const isNothing = state.resources.length + Object.keys(state.outputs).length === 0;
    if (isNothing && !before.isStored && before.problem === undefined) return before;
    if (before.isStored && isDeepStrictEqual(before.state.resources, state.resources)) return before;
    return { state: await this.stored.write(state), isStored: true, problem: undefined };
  }

  /** File that says which configuration this checkout has applied last. */
  private get stamp(): string {
    return `${this.session.instance.stateFile(this.stack)}.applied`;
  }

  private wasAppliedTo(state: TerraformState): boolean {
    return existsSync(this.stamp) && readFileSync(this.stamp, 'utf8') === this.fingerprint(state);
  }

  /** Of the configuration and of the state that its apply left. */
  private fingerprint({ lineage, serial }: TerraformState): string {
    const configuration = readFileSync(join(this.directory, 'cdk.tf.json'), 'utf8');
    return createHash('sha256')
      .update(JSON.stringify([configuration, lineage, serial]))
      .digest('hex');
  }
}

function isUnsettled({ deposed, status }: { readonly deposed?: string; readonly status?: string }): boolean {
  return deposed !== undefined || status !== undefined;
}

/** Objects of the stack that the engine has and the state has not. */
function unknownTo(state: TerraformState, { containers, networks, generatedVolumes }: Observed): Unknown {
  const known = new Set(state.resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id)));
  return {
    containers: containers.filter(({ id }) => !known.has(id)),
    networks: new Map([...networks].filter(([id]) => !known.has(id))),
    volumes: [...generatedVolumes].filter((name) => !known.has(name)),
  };
}

function without(observed: Observed, removed: readonly ObservedContainer[]): Observed {
  return { ...observed, containers: observed.containers.filter((container) => !removed.includes(container)) };
}

/** Names of the containers to which running gateways and balancers lead requests. */
async function servingIn(client: Dockerode, { containers }: Observed): Promise<ReadonlySet<string>> {
  const proxies = containers.filter(({ role, status }) => (role === 'gateway' || role === 'balancer') && status === 'running');
  const servers = await Promise.all(proxies.map(({ id }) => serversOf(client, id)));
  return new Set(servers.flat().map(({ server }) => server.replace(/-checked$/, '')));
}

/** The declared resources under the names that are current: what runs on has to run, of any generation. */
function currentNames(state: TerraformState, declared: ReadonlyMap<string, DeclaredResource>): ReadonlyMap<string, DeclaredResource> {
  const names = new Map(
    state.resources.map(({ type, name, instances }) => [
      `${type}.${name}`,
      instances.find(({ deposed }) => deposed === undefined)?.attributes.name ?? '',
    ]),
  );
  return new Map([...declared].map(([address, resource]) => [address, { ...resource, name: names.get(address) ?? resource.name }]));
}
