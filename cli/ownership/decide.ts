import { AppEngineError } from '../../constructs/errors';
import type { DeploymentOwner } from './deployment-owner';

/** What is known when a command wants to change an instance. */
export interface OwnershipFacts {
  readonly instance: string;
  /** This project, with the id that it keeps, if it does. */
  readonly project: Pick<DeploymentOwner, 'directory' | 'host'> & { readonly id: string | undefined };
  /** Whom the engine names. */
  readonly owner: DeploymentOwner | undefined;
  /** This project has states of deployed stacks. */
  readonly hasStates: boolean;
  /** The engine has containers, networks or volumes of the instance. */
  readonly hasResources: boolean;
  /** The user said so. */
  readonly takesOver: boolean;
}

/** What a project that may change an instance does about its ownership first. */
export class Ownership {
  /** It is the owner already. */
  static readonly CONFIRMED = new Ownership('confirmed');
  /** It is the owner and has lost its id: it keeps the one that the engine has. */
  static readonly ADOPTED = new Ownership('adopted');
  /** Nobody is named: it becomes the owner. */
  static readonly CLAIMED = new Ownership('claimed');
  /** Another one is named, and is not any longer. */
  static readonly TAKEN_OVER = new Ownership('taken over');

  private constructor(readonly name: string) {}
}

/** @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown */
export function decideOwnership({ instance, project, owner, hasStates, hasResources, takesOver }: OwnershipFacts): Ownership {
  const waysOut = `choose another name with APPENGINE_INSTANCE, or add --take-over to make this project the owner`;
  if (owner === undefined) {
    if (hasStates || !hasResources || takesOver) return Ownership.CLAIMED;
    throw new AppEngineError(
      'InstanceOwnerUnknown',
      `the engine has containers, networks or volumes of ${JSON.stringify(instance)} which this project did not deploy, and nothing says who did; ${waysOut}`,
    );
  }
  if (owner.id === project.id) return Ownership.CONFIRMED;
  if (owner.host === project.host && owner.directory === project.directory) return Ownership.ADOPTED;
  if (takesOver) return Ownership.TAKEN_OVER;
  throw new AppEngineError(
    'InstanceOwnedElsewhere',
    `${JSON.stringify(instance)} on this engine belongs to ${owner.directory} of ${owner.user} on ${owner.host}, since ${owner.since}; run the command there, ${waysOut}`,
  );
}
