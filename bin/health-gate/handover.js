/*
 * A published port, and an address that a container has by its declaration, have one owner. What takes them over starts without the networks that they belong to, and
 * joins those when its predecessor has ended: clients wait for that alone, and nothing has ended before it is known that its successor starts.
 */
'use strict';

const { docker, inspectNetworks } = require('./engine');

/**
 * Networks that a container can only join after its predecessors have left them, those that publish its ports last. None where it would have to start in no
 * network at all, which the engine does not know.
 */
function contested(created, predecessors) {
  if (predecessors.length === 0) return [];
  const networks = Object.entries(created.NetworkSettings.Networks ?? {});
  const isInternal = new Map(inspectNetworks(networks.map(([name]) => name)).map(({ Name: name, Internal: internal }) => [name, internal]));
  const found = networks
    .filter(([name, { IPAMConfig: fixed }]) => isInternal.get(name) === false || addressesOf(fixed).length > 0)
    .sort(([a], [b]) => Number(isInternal.get(b)) - Number(isInternal.get(a)));
  return found.length === networks.length ? [] : found;
}

/** Takes a container that was not started out of networks. */
function leave(created, networks) {
  for (const [name] of networks) must(created, `cannot leave ${name}`, 'network', 'disconnect', name, created.Id);
}

/** Gives it back to them as it was declared: its ports are published by that. */
function join(created, networks) {
  for (const [name, { IPAMConfig: fixed, Aliases: aliases }] of networks) {
    const options = [...addressesOf(fixed), ...(aliases ?? []).flatMap((alias) => ['--alias', alias])];
    must(created, `cannot join ${name}`, 'network', 'connect', ...options, name, created.Id);
  }
}

function addressesOf(fixed) {
  const { IPv4Address: four, IPv6Address: six } = fixed ?? {};
  return [...(four ? ['--ip', four] : []), ...(six ? ['--ip6', six] : [])];
}

function must(created, what, ...args) {
  const { status, stderr } = docker(...args);
  if (status !== 0) throw new Error(`${what}, and so does not take over from its predecessor: ${stderr.trim()}`);
}

module.exports = { contested, join, leave };
