import { AppEngineError } from '../../constructs/errors';
import type { DeploymentOwner } from './deployment-owner';

/** Facts for a command that wants to change an instance. */
export interface OwnershipFacts {
  readonly instance: string;
  /** This project, with the id that it keeps, if it does. */
  readonly project: Pick<DeploymentOwner, 'directory' | 'host'> & { readonly id: string | undefined };
  /** The id in its states, which others may share; undefined where they have none, or where there are none. */
  readonly stateId: string | undefined;
  /** The owner that the engine names. */
  readonly owner: DeploymentOwner | undefined;
  /** Its states know of deployed stacks. */
  readonly hasStates: boolean;
  /** Others may have deployed what its states know. */
  readonly isShared: boolean;
  /** The engine has containers, networks or volumes of the instance. */
  readonly hasResources: boolean;
  /** The user said so. */
  readonly takesOver: boolean;
}

/** Relation of a project to an instance that it may change. */
export class Ownership {
  /** It is the owner already. */
  static readonly CONFIRMED = new Ownership('confirmed');
  /** It is the owner and has lost its id: it keeps the one that the engine has. */
  static readonly ADOPTED = new Ownership('adopted');
  /** No owner is named: it becomes the owner. */
  static readonly CLAIMED = new Ownership('claimed');
  /** Another one is named, and is not any longer. */
  static readonly TAKEN_OVER = new Ownership('taken over');

  private constructor(readonly name: string) {}
}

/** @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown, InstanceOnAnotherEngine */
export function decideOwnership(facts: OwnershipFacts): Ownership {
  const { instance, project, stateId, owner, hasStates, isShared, hasResources, takesOver } = facts;
  const waysOut = `choose another name with APPENGINE_INSTANCE, or add --take-over to make this project the owner`;
  if (owner === undefined) {
    if (takesOver) return Ownership.CLAIMED;
    if (isShared && hasStates && !hasResources) {
      throw new AppEngineError(
        'InstanceOnAnotherEngine',
        `the states of ${JSON.stringify(instance)} know of deployed stacks, and this engine has nothing of them; set DOCKER_HOST to the engine that they are on, or if that is gone add --take-over to deploy everything here`,
      );
    }
    if (hasStates || !hasResources) return Ownership.CLAIMED;
    throw new AppEngineError(
      'InstanceOwnerUnknown',
      `the engine has containers, networks or volumes of ${JSON.stringify(instance)} which this project did not deploy, and nothing says who did; ${waysOut}`,
    );
  }
  // What the states say counts: a project with the same ones is at work on the same installation, in any directory.
  if (owner.id === (stateId ?? project.id)) return Ownership.CONFIRMED;
  const isHere = owner.host === project.host && owner.directory === project.directory;
  if (stateId === undefined && isHere) return Ownership.ADOPTED;
  if (takesOver) return Ownership.TAKEN_OVER;
  throw new AppEngineError(
    'InstanceOwnedElsewhere',
    `${JSON.stringify(instance)} on this engine belongs to ${owner.directory} of ${owner.user} on ${owner.host}, since ${owner.since}; run the command there, let this project use the same states (docs/state.md), ${waysOut}`,
  );
}
