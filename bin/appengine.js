#!/usr/bin/env node
'use strict';

// Plain CommonJS: in a checkout it runs before anything is installed.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

require('./check-node.js');
if (existsSync(join(__dirname, '..', 'cli', 'main.ts'))) {
  require('./install-dependencies.js');
  // In this process, not in a child: signals and the exit code need no forwarding.
  require('tsx/cjs');
  require('../cli/main.ts');
} else {
  require('../dist/cli/main.js');
}
