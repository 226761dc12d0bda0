'use strict';

const { docker, labelOf } = require('./engine');

/** Of a user and a group: names are of the image, and their numbers are unknown outside of it. */
const NUMERIC_USER = /^(\d+)(?::(\d+))?$/;

/**
 * Gives volumes to the user of a container that mounts them: a new volume is root's, and an app that gets another name gets another uid.
 * @throws Error with the volume and where it is mounted
 */
function giveVolumes(container, volumes, probe) {
  const [, uid, gid] = NUMERIC_USER.exec(container.Config.User) ?? [];
  if (uid === undefined) return;
  for (const { Name: volume, Destination: path } of container.Mounts.filter(({ Name: name }) => volumes.includes(name))) {
    const { status, stdout, stderr } = docker(
      ...owner(container, volume, probe),
      '--user',
      uid,
      ...(gid === undefined ? [] : ['--group', gid]),
      '/volume',
    );
    if (status === 0) continue;
    throw new Error(`may not start: volume ${volume} (${path}) cannot be given to user ${uid}: ${`${stdout}${stderr}`.trim()}`);
  }
}

/** Nothing in it but one static program, which may change owners and nothing else. */
function owner(container, volume, probe) {
  const labels = ['instance', 'stack', 'tenant'].filter((label) => labelOf(container, label) !== undefined);
  return [
    ...['run', '--rm', '--pull', 'never', '--network', 'none', '--read-only', '--user', '0:0'],
    ...['--cap-drop', 'ALL', '--cap-add', 'CHOWN', '--cap-add', 'DAC_READ_SEARCH', '--security-opt', 'no-new-privileges'],
    ...['--memory', '256m', '--memory-swap', '256m', '--pids-limit', '32', '--log-driver', 'none'],
    ...labels.flatMap((label) => ['--label', `appengine.${label}=${labelOf(container, label)}`]),
    ...['--label', 'appengine.role=loader', '--mount', `type=volume,source=${volume},target=/volume`, probe, 'own'],
  ];
}

module.exports = { giveVolumes };
