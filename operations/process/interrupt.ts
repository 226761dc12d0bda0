import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** Thrown instead of a result once the user asked to stop. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super('Interrupted. Run the same command again to go on.');
    this.name = 'Interrupted';
    this.exitCode = 128 + constants.signals[signal];
  }
}

const children = new Set<ChildProcess>();
let received: NodeJS.Signals | undefined;

/**
 * Turns Ctrl-C into one SIGINT for every running child, however often it is pressed: a second one makes Terraform abandon its state.
 * The children lead process groups of their own, so the terminal does not signal them as well.
 * @param announce called once, before the children are signalled
 */
export function watchInterrupts(announce: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (received !== undefined) return;
      received = signal;
      announce();
      for (const child of children) signalGroup(child);
    });
  }
}

export function isInterrupted(): boolean {
  return received !== undefined;
}

export function throwIfInterrupted(): void {
  if (received !== undefined) throw new Interrupted(received);
}

/** Forwards an interrupt to `child` until it ends. */
export function forwardInterruptsTo(child: ChildProcess): void {
  children.add(child);
  child.once('close', () => children.delete(child));
}

function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGINT');
  } catch {
    // It has just ended by itself.
  }
}
