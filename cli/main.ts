import { adoptEnvironment, TOOL_ENVIRONMENT } from './bootstrap/environment';
import { watchInterrupts } from '../operations/process/interrupt';
import { run } from './program';
import { announceInterrupt } from './terminal/interrupts';

watchInterrupts(announceInterrupt);
adoptEnvironment(TOOL_ENVIRONMENT);
void run(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
});
