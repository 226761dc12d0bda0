// The health command of the worker's container: silent if it works, one line why if it does not.
import { heartbeatFile, intervalSeconds, stuck } from './heartbeat.js';

const reason = stuck(heartbeatFile, intervalSeconds());
if (reason) {
  console.log(reason);
  process.exitCode = 1;
}
