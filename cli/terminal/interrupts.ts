/** Says that an interrupt was heard: what is running may take a while to end. */
export function announceInterrupt(): void {
  process.stderr.write('\nStopping: what is running finishes cleanly first …\n');
}
