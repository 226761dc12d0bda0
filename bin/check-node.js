'use strict';

// Says so before anything of a newer language is read. Runs on any Node: plain CommonJS of long ago.
var needed = /\d+\.\d+/.exec(require('../package.json').engines.node)[0];

function number(version) {
  var parts = version.split('.');
  return Number(parts[0]) * 1000 + Number(parts[1]);
}

if (number(process.versions.node) < number(needed)) {
  process.stderr.write(
    'NodeTooOld: ' +
      process.execPath +
      ' is Node ' +
      process.versions.node +
      ', and ' +
      needed +
      ' or newer is needed; install one, or put it first on PATH\n',
  );
  process.exit(1);
}
