import { argv } from 'node:process';
import sequencer from '@jest/test-sequencer';

/** Runs test files in the order in which the command line names them: of two at a time, one that is long and last runs alone. */
export default class AsGiven extends sequencer.default {
  sort(tests) {
    const place = ({ path }) => argv.findIndex((word) => word !== '' && path.endsWith(word));
    return [...tests].sort((one, other) => place(one) - place(other));
  }
}
