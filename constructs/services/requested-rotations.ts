import { readFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** Rotations that were asked for, in the directory of the program. It belongs into version control: whoever deploys has to have the same. */
export const ROTATIONS_FILE = 'rotations.json';

const FIRST = 1;
const MOST = 1_000_000;

/** Number of the credentials by service, such as `{ "acme/orders": 2 }`; one that is not there has 1. */
export type RequestedRotations = Readonly<Record<string, number>>;

/** @throws AppEngineError RotationsInvalid */
export function readRotations(file: string, scope?: IConstruct): RequestedRotations {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const rotations = parsed(text);
  if (!isRotations(rotations)) {
    throw new AppEngineError(
      'RotationsInvalid',
      `${ROTATIONS_FILE} must be an object of whole numbers from ${String(FIRST)} to ${String(MOST)} by service, such as {"acme/orders": 2}; restore it from version control`,
      scope,
    );
  }
  return rotations;
}

/** @param service such as `acme/orders` */
export function requestedRotation(rotations: RequestedRotations, service: string): number {
  return rotations[service] ?? FIRST;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRotations(value: unknown): value is RequestedRotations {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.values(value).every((number: unknown) => Number.isInteger(number) && Number(number) >= FIRST && Number(number) <= MOST);
}
