/** Says that an interrupt was heard: what is running may take a while to end. */
export function announceInterrupt(): void {
  process.stderr.write('\nStopping: what is running finishes cleanly first …\n');
}

/** Lets an interrupt end this process at once, for commands that only look: nothing of theirs has to finish. */
export function endAtOnce(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
}

/** Aborted by the first interrupt, for commands that have something to take down. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}
