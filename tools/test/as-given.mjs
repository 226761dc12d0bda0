import sequencer from '@jest/test-sequencer';

/** Runs test files in the order in which the command line names them: of two at a time, one that is long and last runs alone. */
export default class AsGiven extends sequencer.default {
  constructor({ globalConfig }) {
    super({ globalConfig });
    this.files = globalConfig.nonFlagArgs;
  }

  sort(tests) {
    const place = ({ path }) => this.files.findIndex((file) => path.endsWith(file));
    return [...tests].sort((one, other) => place(one) - place(other));
  }
}
