import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import { ownedBy } from '../engine/labels';
import { isShared, type DeclaredBackend } from './backend';
import { Journal } from './journal';
import { RemoteState } from './remote-state';
import type { StackState } from './stack-state';
import { StateFile } from './state-file';
import type { Session } from '../session';

/** OpenTofu encrypts what it writes: then it alone can read it. */
const ENCRYPTION_VARIABLE = 'TF_ENCRYPTION';

/** All states of an installation. */
export class StateStore {
  /** True if others can change the same states. */
  readonly isShared: boolean;
  /** True if states are read by Terraform, instead of as files. */
  readonly needsTerraform: boolean;

  /** @param declared names of stacks, which may or may not have a state */
  constructor(
    readonly session: Session,
    readonly backend: DeclaredBackend,
    readonly declared: readonly string[],
  ) {
    this.isShared = isShared(backend);
    this.needsTerraform = this.isShared || (session.environment[ENCRYPTION_VARIABLE] ?? '') !== '';
  }

  /** The state of a stack. A file is read as it is, which costs no process. */
  of(stack: string): StackState {
    return this.needsTerraform
      ? new RemoteState(this.session, stack, this.backend)
      : new StateFile(stack, this.session.instance.stateFile(stack));
  }

  journalOf(stack: string): Journal {
    return new Journal(this.session, stack, this.isShared);
  }

  /** Names of stacks that may have a state. A backend cannot tell: those that are declared, and those that the engine has something of. */
  async candidates(): Promise<readonly string[]> {
    if (!this.isShared) return stateFiles(this.session.instance);
    return [...new Set([...this.declared, ...(await stacksOnEngine(this.session))])].sort();
  }
}

/** Names of stacks that have a state file in this checkout. */
export function stateFiles(instance: Instance): readonly string[] {
  const directory = dirname(instance.stateFile('any'));
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.tfstate'))
    .map((name) => name.slice(0, -'.tfstate'.length))
    .sort();
}

async function stacksOnEngine(session: Session): Promise<readonly string[]> {
  const client = session.engine();
  const filters = ownedBy(session.instance);
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    client.listContainers({ all: true, filters }),
    client.listNetworks({ filters }),
    client.listVolumes({ filters }),
  ]);
  const labelled: readonly { readonly Labels?: Readonly<Record<string, string>> | null | undefined }[] = [
    ...containers,
    ...networks,
    ...volumes,
  ];
  return labelled.flatMap(({ Labels: labels }) => labels?.['appengine.stack'] ?? []);
}
