import type { Attack } from './attack';
import { IMAGES_TO_DEVICES } from './catalogue/guidelines-01-to-08';
import { SERVICES_TO_USERS } from './catalogue/guidelines-09-to-12';
import { SYSTEM_CALLS_TO_AUDITS } from './catalogue/guidelines-13-to-17';

const LIST = { ...IMAGES_TO_DEVICES, ...SERVICES_TO_USERS, ...SYSTEM_CALLS_TO_AUDITS };

/** Id of an attack. */
export type AttackId = keyof typeof LIST;

/** All attacks by their id, in the order of the guidelines. */
export const ATTACKS: Readonly<Record<AttackId, Attack>> = LIST;

/** Ids in the order of the table. */
export const ATTACK_IDS = Object.keys(ATTACKS).filter(isAttackId);

function isAttackId(name: string): name is AttackId {
  return name in ATTACKS;
}
