'use strict';

const { spawnSync } = require('node:child_process');
const { lastWords } = require('./last-words');

const LOG_LINES = '25';
/** Of what the client prints: lines of an app may be long. */
const MOST_BYTES = 64 << 20;

/** Runs the docker client to its end. */
function docker(...args) {
  return dockerWith(undefined, ...args);
}

/** The same with something for its standard input. */
function dockerWith(input, ...args) {
  const result = spawnSync('docker', args, { encoding: 'utf8', maxBuffer: MOST_BYTES, ...(input === undefined ? {} : { input }) });
  // What is too long is cut off, and the rest of it is as good as all of it.
  if (result.error === undefined || result.error.code === 'ENOBUFS') return result;
  const isMissing = result.error.code === 'ENOENT';
  const fix = isMissing ? 'install it on the machine that deploys' : 'run the deploy again';
  process.stderr.write(`the docker client cannot be started (${result.error.code}); ${fix}\n`);
  process.exit(1);
}

/** The engine's answer about a container. Without it there is nothing to judge. */
function inspect(container) {
  const { status, stdout, stderr } = docker('inspect', '--type', 'container', container);
  if (status === 0) return JSON.parse(stdout)[0];
  process.stderr.write(`${container} cannot be inspected: ${stderr.trim()}\n`);
  process.exit(1);
}

/** The engine's answer about the containers that match all filters; one that is removed meanwhile is left out. */
function list(filters, ...more) {
  const { stdout } = docker('ps', '--quiet', '--no-trunc', ...more, ...filters.flatMap((filter) => ['--filter', filter]));
  const ids = stdout.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  // It answers with those that are there, and a failure, where one is gone.
  return JSON.parse(docker('inspect', '--type', 'container', ...ids).stdout || '[]');
}

function logs(container, since) {
  const { stdout, stderr } = docker(
    'logs',
    '--timestamps',
    '--tail',
    LOG_LINES,
    ...(since === undefined ? [] : ['--since', since]),
    container,
  );
  return lastWords(stdout, stderr);
}

const nameOf = ({ Name: name }) => name.replace(/^\//, '');
const labelOf = ({ Config: config }, label) => config.Labels?.[`appengine.${label}`];

module.exports = { docker, dockerWith, inspect, labelOf, list, logs, nameOf };
