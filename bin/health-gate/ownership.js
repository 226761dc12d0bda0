'use strict';

const { runHelper } = require('./helper-container');

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
    const group = gid === undefined ? [] : ['--group', gid];
    const { status, stdout, stderr } = runHelper(container, rightsOn(volume), probe, 'own', '--user', uid, ...group, '/volume');
    if (status === 0) continue;
    throw new Error(`may not start: volume ${volume} (${path}) cannot be given to user ${uid}: ${`${stdout}${stderr}`.trim()}`);
  }
}

/** One static program may change owners in a volume, and nothing else. */
function rightsOn(volume) {
  const capabilities = ['CHOWN', 'DAC_READ_SEARCH'].flatMap((name) => ['--cap-add', name]);
  return ['--network', 'none', '--user', '0:0', ...capabilities, '--mount', `type=volume,source=${volume},target=/volume`];
}

module.exports = { giveVolumes };
