'use strict';

// Installs what package-lock.json names, where a checkout has something else. Runs before anything is installed: plain CommonJS, no dependency.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** npm keeps a lock file of what it installed, without the project itself and without optional packages of other platforms. */
function dependenciesAreCurrent() {
  const file = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(file)) return false;
  const installed = packagesOf(file);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    const found = installed[path];
    if (found === undefined) return path === '' || wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

if (!dependenciesAreCurrent()) {
  process.stderr.write('Installing the dependencies of package-lock.json (npm ci) …\n');
  // A checkout needs all of them, also where the environment is one for production.
  // Standard output belongs to the command: `appengine env` is evaluated by a shell.
  const npm = spawnSync('npm', ['ci', '--include=dev'], { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
  if (npm.status !== 0) {
    process.stderr.write('DependenciesNotInstalled: npm ci failed, its output is above; run `npm ci` in the project after mending that\n');
    process.exit(1);
  }
}
