/*
 * A published port, and an address that a container has by its declaration, have one owner. What takes them over starts without the networks that they belong to, and
 * joins those when its predecessor has ended: clients wait for that alone, and nothing has ended before it is known that its successor runs.
 */
'use strict';

const { execFile } = require('node:child_process');
const { docker, inspect, inspectNetworks } = require('./engine');

/** As long as nginx of the router answers what it was asked before. */
const GRACE_MS = 200;

/**
 * Networks that a container can only join after its predecessors have left them, those that publish its ports last. None where it would have to start in no
 * network at all, which the engine does not know.
 */
function contested(created, predecessors) {
  if (predecessors.length === 0) return [];
  const networks = networksOf(created);
  const isInternal = new Map(inspectNetworks(networks.map(([name]) => name)).map(({ Name: name, Internal: internal }) => [name, internal]));
  const found = networks
    .filter(([name, { IPAMConfig: fixed }]) => isInternal.get(name) === false || addressesOf(fixed).length > 0)
    .sort(([a], [b]) => Number(isInternal.get(b)) - Number(isInternal.get(a)));
  return found.length === networks.length ? [] : found;
}

/** Takes a container that was not started out of networks. */
function leave(created, networks) {
  for (const [name] of networks) {
    const { status, stderr } = docker('network', 'disconnect', name, created.Id);
    if (status !== 0) throw new Error(`cannot start without ${name}: ${stderr.trim()}`);
  }
}

/**
 * Ends predecessors, and gives their networks to a container as soon as they have had a moment for what they have begun. The engine would do that only some time after
 * they have ended, and clients would wait for it.
 */
async function takeOver(created, predecessors, networks) {
  const isContested = ([name]) => networks.some(([other]) => other === name);
  // An engine gives the ports of a container that leaves their network to another one that it is still in.
  for (const predecessor of predecessors) {
    for (const [name] of networksOf(predecessor).filter((network) => !isContested(network)))
      docker('network', 'disconnect', name, predecessor.Id);
  }
  const stops = predecessors.map(({ Id: id }) => begin('stop', id));
  try {
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    const joins = [];
    for (const network of networks) {
      // One that has ended meanwhile has left it already.
      for (const { Id: id } of predecessors) await begin('network', 'disconnect', network[0], id);
      joins.push(begin('network', 'connect', ...declared(network), created.Id));
    }
    const failure = (await Promise.all(joins)).find((reason) => reason !== undefined);
    if (failure !== undefined) throw new Error(`cannot take over from its predecessor: ${failure}`);
  } finally {
    await Promise.all(stops);
  }
}

/** Gives a predecessor back what it has left, once it has ended: it is started again. */
function giveBack(predecessor) {
  const found = inspect(predecessor.Id);
  if (found.State.Running) docker('stop', predecessor.Id);
  const present = new Set(networksOf(found).map(([name]) => name));
  for (const network of networksOf(predecessor)) {
    if (!present.has(network[0])) docker('network', 'connect', ...declared(network), predecessor.Id);
  }
}

/** Arguments of the client that connect a container as it was declared: its ports are published by that. */
function declared([name, { IPAMConfig: fixed, Aliases: aliases }]) {
  return [...addressesOf(fixed), ...(aliases ?? []).flatMap((alias) => ['--alias', alias]), name];
}

/** Runs the docker client beside others. @returns why it failed, if it did */
function begin(...args) {
  return new Promise((resolve) => {
    execFile('docker', args, (error, _, stderr) => resolve(error === null ? undefined : stderr.trim() || error.message));
  });
}

function networksOf({ NetworkSettings: settings }) {
  return Object.entries(settings?.Networks ?? {});
}

function addressesOf(fixed) {
  const { IPv4Address: four, IPv6Address: six } = fixed ?? {};
  return [...(four ? ['--ip', four] : []), ...(six ? ['--ip6', six] : [])];
}

module.exports = { contested, giveBack, leave, takeOver };
