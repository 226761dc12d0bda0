import { adoptEnvironment, QUIET } from './bootstrap/environment';
import { watchInterrupts } from '../operations/process/interrupt';
import { program } from './program';
import { announceInterrupt } from './terminal/interrupts';

watchInterrupts(announceInterrupt);
adoptEnvironment(QUIET);
void program.parseAsync();
