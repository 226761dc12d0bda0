/*
 * A container that is healthy at its own address counts only when those that lead requests to it reach it: an app can refuse the address of its gateway, or
 * listen in one of its networks alone. They are asked before they know it, while they still lead to what served before.
 */
'use strict';

const { docker, labelOf, list, nameOf } = require('./engine');
const { shown } = require('./last-words');

const PROXIES = ['gateway', 'balancer'];
const PROBE = '/run/appengine-probe/probe';
const UNHEALTHY = 1;

/**
 * Asks running proxies that lead to the app of a container whether they reach it.
 * @param question arguments of the probe, which every proxy has for itself
 * @param seen names of proxies that have reached it already: this one gets those that do now
 * @returns what does not reach it, and why; undefined where all do
 */
function unreached(container, question, seen) {
  for (const proxy of leadingTo(container)) {
    const name = nameOf(proxy);
    if (seen.has(name)) continue;
    const { status, stdout } = docker('exec', proxy.Id, PROBE, ...question, '--address', nameOf(container));
    const reason = shown(stdout.trim());
    // A proxy that ends meanwhile, or of a release whose probe cannot ask others, says nothing about the container.
    if (status === UNHEALTHY && reason !== '') return `${name} does not reach it (${reason})`;
    seen.add(name);
  }
  return undefined;
}

function leadingTo(container) {
  const app = labelOf(container, 'app');
  const filters = ['instance', 'tenant'].map((label) => `label=appengine.${label}=${labelOf(container, label)}`);
  const proxies = list([...filters, 'status=running']).filter((other) => PROXIES.includes(labelOf(other, 'role')));
  return proxies.filter(({ Id: id }) => backendsOf(docker('exec', id, 'agent', 'gateway', 'servers').stdout).includes(app));
}

/** Names in HAProxy's list of servers: a version, the names of the columns, a line a server. */
function backendsOf(servers) {
  return servers.split('\n').flatMap((line) => (/^\d+ \S+ /.test(line) ? [line.split(' ')[1]] : []));
}

module.exports = { unreached };
