/*
 * A published port has one owner, so its old one has to end before the new one starts. Ports that are new are tried before that: on a port that is taken, or an
 * address that the machine does not have, nothing would answer any more.
 */
'use strict';

const { runHelper } = require('./helper-container');

/** Exit code of the docker client where the engine did not start the container. */
const NOT_STARTED = 125;

/**
 * Binds the ports of `created` that none of `predecessors` has, for a moment.
 * @throws Error with the port and what to do
 */
function tryPorts(created, predecessors, probe) {
  const held = new Set(predecessors.flatMap(publishedBy).map(({ name }) => name));
  const added = publishedBy(created).filter(({ name }) => !held.has(name));
  for (const { address, port, protocol, name } of added) {
    const binding = `${address.includes(':') ? `[${address}]` : address}:${port}:1/${protocol}`;
    const { status, stderr } = runHelper(created, ['--user', '65534:65534', '--publish', binding], probe);
    if (status === NOT_STARTED) throw new Error(`may not start: ${explain(name, address, stderr)}`);
  }
}

function publishedBy({ HostConfig: { PortBindings: bindings } }) {
  return Object.entries(bindings ?? {}).flatMap(([internal, published]) =>
    (published ?? []).map(({ HostIp: address, HostPort: port }) => {
      const protocol = internal.split('/')[1];
      return { address, port, protocol, name: `${address}:${port}/${protocol}` };
    }),
  );
}

function explain(name, address, stderr) {
  if (/cannot assign requested address/i.test(stderr))
    return `${name} cannot be published: the engine's machine has no address ${address}; publish on one that it has, even if clients reach it as another`;
  if (/already allocated|address already in use/i.test(stderr))
    return `${name} cannot be published: another program has the port; end it, or choose another port`;
  return `${name} cannot be published: ${stderr.trim().split('\n')[0]}`;
}

module.exports = { tryPorts };
