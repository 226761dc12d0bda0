import { adoptEnvironment, QUIET } from './bootstrap/environment';
import { watchInterrupts } from '../operations/process/interrupt';
import { program } from './program';

watchInterrupts();
adoptEnvironment(QUIET);
void program.parseAsync();
