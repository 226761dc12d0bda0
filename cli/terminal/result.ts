let isTold = false;

/** At the beginning of a command. */
export function beginResult(): void {
  isTold = false;
}

/**
 * Tells the result of a command: to programs one JSON document on standard output and never a second one, to people a text.
 * @param document for programs
 * @param render for people
 */
export function tellResult(options: { readonly json?: boolean }, document: object, render: () => string): void {
  if (options.json !== true) process.stdout.write(render());
  else if (!isTold) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  isTold = true;
}
