import { isatty } from 'node:tty';
import picocolors from 'picocolors';

const STANDARD_OUTPUT = 1;

/** Only for a person at a terminal: picocolors alone also colours the log of a CI run. */
export const colors = picocolors.createColors(isatty(STANDARD_OUTPUT) && !process.env.NO_COLOR);
