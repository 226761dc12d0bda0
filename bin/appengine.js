#!/usr/bin/env node
'use strict';

// The only file that runs before anything is installed: plain CommonJS, no dependency.
const { spawnSync } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const isSourceCheckout = existsSync(join(root, 'cli', 'main.ts'));

function dependenciesAreCurrent() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function installDependencies() {
  process.stderr.write('Installing the dependencies of package-lock.json (npm ci) …\n');
  // Standard output belongs to the command: `appengine env` is evaluated by a shell.
  const npm = spawnSync('npm', ['ci'], { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
  if (npm.status !== 0) {
    process.stderr.write('DependenciesNotInstalled: npm ci failed, its output is above; run `npm ci` in the project after mending that\n');
    process.exit(1);
  }
}

if (isSourceCheckout) {
  if (!dependenciesAreCurrent()) installDependencies();
  // In this process, not in a child: signals and the exit code need no forwarding.
  require('tsx/cjs');
  require('../cli/main.ts');
} else {
  require('../dist/cli/main.js');
}
