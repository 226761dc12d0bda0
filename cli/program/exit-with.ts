/** Makes an action of a command: the number that it resolves to is the exit code of the process. */
export type ExitWith = <Given extends readonly unknown[]>(
  command: (...given: Given) => Promise<number>,
) => (...given: Given) => Promise<void>;
