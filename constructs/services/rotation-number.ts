import type { IConstruct } from 'constructs';
import { ROTATIONS_FILE, readRotations, requestedRotation } from './requested-rotations';
import { Rotation } from './rotation';

/**
 * Number of the credentials of a service, as of now.
 * @param place tenant and service, such as `acme/orders`
 * @throws AppEngineError RotationsInvalid
 */
export function rotationOf(scope: IConstruct, place: string, rotation = Rotation.onRequest()): number {
  return rotation.numberAt(requestedRotation(readRotations(ROTATIONS_FILE, scope), place), Date.now());
}
