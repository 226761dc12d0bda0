import { adoptEnvironment, QUIET } from './bootstrap/environment';
import { watchInterrupts } from './process/interrupt';
import { program } from './program';

watchInterrupts();
adoptEnvironment(QUIET);
void program.parseAsync();
