/*
 * One writer: two generations that write the same files lose what was committed. So what writes a volume is stopped before its successor starts, and
 * started again where that fails.
 */
'use strict';

const { docker, inspect, labelOf, list, nameOf } = require('./engine');
const { giveVolumes } = require('./ownership');
const { tryPorts } = require('./ports');

const POLL_MS = 250;

/**
 * Stops what writes the volumes of `created`, and what it replaces, once its new ports are known to be free.
 * @param remember called with each container that is to run again if `created` fails, before it is stopped
 */
async function makeWay(created, { writes, stopFirst, timeoutMs, probe }, remember) {
  const earlier = stopFirst ? earlierGenerations(created) : [];
  if (earlier.length > 0 && probe !== undefined) tryPorts(created, earlier, probe);
  for (const volume of writes) {
    for (const writer of writersOf(volume, created)) {
      if (labelOf(writer, 'instance') !== labelOf(created, 'instance')) {
        throw new Error(`may not start: volume ${volume} is written by ${nameOf(writer)}, which is not of this instance; stop that first`);
      }
      if (labelOf(writer, 'role') === 'job') await untilEnded(writer, volume, timeoutMs);
      else stop(writer, remember);
    }
    dormant(volume, created).forEach(remember);
  }
  earlier.forEach((generation) => stop(generation, remember));
}

/** Starts again what ran before, with its volumes given back to it; tells of each. */
function startAgain(predecessors, volumes, probe) {
  return [...new Map(predecessors.map((predecessor) => [predecessor.Id, predecessor])).values()].map((predecessor) => {
    try {
      giveVolumes(predecessor, volumes, probe);
    } catch (error) {
      return `  ${nameOf(predecessor)} ${error.message}`;
    }
    const { status, stderr } = docker('start', predecessor.Id);
    return status === 0 ? `  started again: ${nameOf(predecessor)}` : `  ${nameOf(predecessor)} cannot be started again: ${stderr.trim()}`;
  });
}

/** Running containers that mount the volume read-write. */
function writersOf(volume, created) {
  return list([`volume=${volume}`]).filter((other) => other.Id !== created.Id && writes(other, volume));
}

/** The last one that wrote the volume, where nothing does now: what served until a job took the volume over. */
function dormant(volume, created) {
  const stopped = list([`volume=${volume}`, 'status=exited', `label=appengine.instance=${labelOf(created, 'instance')}`], '--all')
    .filter((other) => other.Id !== created.Id && writes(other, volume) && labelOf(other, 'tenant') === labelOf(created, 'tenant'))
    .filter((other) => isMeantToRun(other) && !nameOf(other).endsWith('-failed'))
    .sort((a, b) => (a.State.FinishedAt < b.State.FinishedAt ? 1 : -1));
  return stopped.slice(0, 1);
}

/** A container that runs once has ended. */
function isMeantToRun({ HostConfig: { RestartPolicy: policy } }) {
  return policy.Name === 'always' || policy.Name === 'unless-stopped';
}

/** Running containers of the same name before the generation. */
function earlierGenerations(created) {
  return list([`label=appengine.instance=${labelOf(created, 'instance')}`]).filter(
    (other) => other.Id !== created.Id && nameBeforeGeneration(other) === nameBeforeGeneration(created),
  );
}

function nameBeforeGeneration(container) {
  return nameOf(container).replace(`-${labelOf(container, 'generation')}`, '');
}

function writes({ Mounts: mounts }, volume) {
  return mounts.some(({ Type: type, Name: name, RW: writable }) => type === 'volume' && name === volume && writable);
}

function stop(writer, remember) {
  remember(writer);
  // Without a time: its own grace.
  const { status, stderr } = docker('stop', writer.Id);
  if (status !== 0 && !/No such container/i.test(stderr))
    throw new Error(`may not start: ${nameOf(writer)} cannot be stopped: ${stderr.trim()}`);
}

async function untilEnded(job, volume, timeoutMs) {
  for (const deadline = Date.now() + timeoutMs; inspect(job.Id).State.Running;) {
    if (Date.now() > deadline) throw new Error(`may not start: volume ${volume} is still written by the job ${nameOf(job)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

module.exports = { makeWay, startAgain };
