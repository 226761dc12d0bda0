'use strict';

const { spawnSync } = require('node:child_process');

const LOG_LINES = '25';

/** Runs the docker client to its end. */
function docker(...args) {
  const result = spawnSync('docker', args, { encoding: 'utf8' });
  if (result.error === undefined) return result;
  process.stderr.write(`the docker client cannot be started (${result.error.code}); install it on the machine that deploys\n`);
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
  const { stdout, stderr } = docker('logs', '--tail', LOG_LINES, ...(since === undefined ? [] : ['--since', since]), container);
  return `${stdout}${stderr}`.trimEnd();
}

const nameOf = ({ Name: name }) => name.replace(/^\//, '');
const labelOf = ({ Config: config }, label) => config.Labels?.[`appengine.${label}`];

module.exports = { docker, inspect, labelOf, list, logs, nameOf };
