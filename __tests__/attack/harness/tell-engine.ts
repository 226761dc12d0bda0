import { EmbeddedEngine } from '../../../cli/engine/embedded';

/** Starts or stops an engine from inside a network: `tell-engine.ts start|stop DATA RUN`. */
const [command, dataDirectory = '', runDirectory = ''] = process.argv.slice(2);
const engine = new EmbeddedEngine({ dataDirectory, runDirectory });
void (command === 'start' ? engine.start() : engine.stop());
