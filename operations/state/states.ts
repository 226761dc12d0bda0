import type { RouteDescription } from '../../constructs/gateway/route-table';
import type { PreviewDescription } from '../../constructs/tenancy/preview';
import type { AppDescription } from '../../stacks/app-description';
import type { ScheduleDescription } from '../../stacks/schedule-description';
import type { BackupDescription, OfferDescription, SecretDescription, ServiceDescription } from '../../stacks/service-description';
import { bounded } from '../process/bounded';
import type { OpenedState } from './stack-state';
import type { StateStore } from './state-store';
import { EMPTY_STATE, hasDeployed, isInstallationId, type TerraformState } from './terraform-state';

/** Each is a process where Terraform reads it. */
const READS_AT_A_TIME = 4;

/** States of an installation, as they were read. */
export class States {
  /** @param names stacks. @default all that may have a state */
  static async read(store: StateStore, names?: readonly string[]): Promise<States> {
    const stacks = [...(names ?? (await store.candidates()))].sort();
    const read = async (stack: string): Promise<readonly [string, OpenedState]> => [stack, await store.of(stack).open()];
    // The first one to read prepares a database, and two of them would be in each other's way.
    const [first, ...others] = stacks;
    const opened = first === undefined ? [] : [await read(first), ...(await bounded(others, READS_AT_A_TIME, read))];
    return new States(new Map(opened));
  }

  /** Names of the stacks that are deployed, or whose state cannot be read, sorted. */
  readonly stacks: readonly string[];

  private constructor(private readonly opened: ReadonlyMap<string, OpenedState>) {
    this.stacks = [...opened].filter(([, { state, problem }]) => problem !== undefined || hasDeployed(state)).map(([stack]) => stack);
  }

  /** The last state of a stack that can be read: {@link unreadable} tells where that is not the one that there should be. */
  of(stack: string): TerraformState {
    return this.opened.get(stack)?.state ?? EMPTY_STATE;
  }

  /** All of them, also of stacks of which nothing is deployed. */
  get all(): ReadonlyMap<string, OpenedState> {
    return this.opened;
  }

  /** The stack that has the id of the installation in its state. */
  get stackWithId(): string | undefined {
    return [...this.opened].find(([, { state }]) => state.resources.some(isInstallationId))?.[0];
  }

  /** Names of the stacks whose state cannot be read. */
  get unreadable(): readonly string[] {
    return this.stacks.filter((stack) => this.problemOf(stack) !== undefined);
  }

  /** Problem of the state of a stack, and what to do; undefined where there is none. */
  problemOf(stack: string): string | undefined {
    return this.opened.get(stack)?.problem;
  }

  /** Apps of a tenant as they were last deployed. */
  apps(stack: string): Readonly<Record<string, AppDescription>> {
    return this.of(stack).outputs.apps?.value ?? {};
  }

  /** Services of a tenant as they were last deployed. */
  services(stack: string): Readonly<Record<string, ServiceDescription>> {
    return this.of(stack).outputs.services?.value ?? {};
  }

  /** Backups of a tenant's services and volumes as they were last deployed. */
  backups(stack: string): Readonly<Record<string, BackupDescription>> {
    return this.of(stack).outputs.backups?.value ?? {};
  }

  /** Schedules of a tenant as they were last deployed. */
  schedules(stack: string): Readonly<Record<string, ScheduleDescription>> {
    return this.of(stack).outputs.schedules?.value ?? {};
  }

  /** Secrets of a tenant as they were last deployed: nothing of their values. */
  secrets(stack: string): Readonly<Record<string, SecretDescription>> {
    return this.of(stack).outputs.secrets?.value ?? {};
  }

  /** The preview that a stack is; undefined for any other. */
  preview(stack: string): PreviewDescription | undefined {
    return this.of(stack).outputs.preview?.value;
  }

  /** Deployed stacks that a program should declare, and does not. Previews are declared by their branches alone. */
  undeclared(declared: readonly string[]): readonly string[] {
    return this.stacks.filter((stack) => !declared.includes(stack) && this.preview(stack) === undefined);
  }

  /** Types of services that the platform offers, as it was last deployed. */
  get catalogue(): readonly OfferDescription[] {
    return this.stacks.flatMap((stack) => this.of(stack).outputs.catalogue?.value ?? []);
  }

  /** Routes and redirects of a tenant as they were last deployed. */
  routes(stack: string): readonly RouteDescription[] {
    return this.of(stack).outputs.routes?.value ?? [];
  }
}
