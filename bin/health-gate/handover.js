/*
 * A published port, and an address that a container has by its declaration, have one owner. What takes them over starts without the networks that they belong to, and
 * joins those when its predecessor has ended: clients wait for that alone, and nothing has ended before it is known that its successor runs.
 */
'use strict';

const { spawn } = require('node:child_process');
const { docker, inspect, inspectNetworks } = require('./engine');

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
  for (const [name] of networks) must('cannot wait for its predecessor', 'network', 'disconnect', name, created.Id);
}

/** Gives a container to networks as it was declared: its ports are published by that. */
function join(container, networks) {
  for (const [name, { IPAMConfig: fixed, Aliases: aliases }] of networks) {
    const options = [...addressesOf(fixed), ...(aliases ?? []).flatMap((alias) => ['--alias', alias])];
    must('cannot take over from its predecessor', 'network', 'connect', ...options, name, container.Id);
  }
}

/**
 * Begins to take predecessors out of the networks that nobody has to take over. The engine does that when they have ended, one network after the other, and clients would
 * wait for it. They still end in good order: their clients are not in these networks.
 */
function retire(predecessors, networks) {
  for (const predecessor of predecessors) {
    const idle = networksOf(predecessor).filter(([name]) => !networks.some(([other]) => other === name));
    for (const [name] of idle) spawn('docker', ['network', 'disconnect', name, predecessor.Id], { stdio: 'ignore' }).on('error', () => undefined);
  }
}

/** Gives a predecessor back to the networks that it has left. */
function rejoin(predecessor) {
  const present = new Set(networksOf(inspect(predecessor.Id)).map(([name]) => name));
  join(
    predecessor,
    networksOf(predecessor).filter(([name]) => !present.has(name)),
  );
}

function networksOf({ NetworkSettings: settings }) {
  return Object.entries(settings?.Networks ?? {});
}

function addressesOf(fixed) {
  const { IPv4Address: four, IPv6Address: six } = fixed ?? {};
  return [...(four ? ['--ip', four] : []), ...(six ? ['--ip6', six] : [])];
}

function must(failure, ...args) {
  const { status, stderr } = docker(...args);
  if (status !== 0) throw new Error(`${failure}: ${stderr.trim()}`);
}

module.exports = { contested, join, leave, rejoin, retire };
