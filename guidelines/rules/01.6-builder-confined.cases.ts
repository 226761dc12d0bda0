import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';

const TLS = { cacert: '/ca.pem', cert: '/cert.pem', key: '/key.pem' };

/** A case of one argument: the others are not set. */
function one(changes: Arguments, result: string): ConfigurationCase {
  const attribute = result.split(' ')[1];
  const others = ['pass buildkit_config = not set', 'pass buildkit_flags = not set', 'pass driver_options.network = none'];
  const all = [...others, 'pass endpoint = not set'].filter((text) => text.split(' ')[1] !== attribute);
  return [changes, ...[...all, result].sort((a, b) => ((a.split(' ')[1] ?? '') < (b.split(' ')[1] ?? '') ? -1 : 1))];
}

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    type: 'docker_buildx_builder',
    good: [one({ endpoint: 'unix:///run/buildkit/buildkitd.sock' }, 'pass endpoint = unix:///run/buildkit/buildkitd.sock')],
    bad: [
      one(
        { buildkit_flags: '--allow-insecure-entitlement security.insecure' },
        'fail buildkit_flags = --allow-insecure-entitlement security.insecure',
      ),
      one({ driver_options: { network: 'host' } }, 'fail driver_options.network = host'),
      one({ driver: 'remote', endpoint: 'tcp://builder:1234' }, 'fail endpoint = tcp://builder:1234'),
    ],
    open: [
      one({ buildkit_config: '/etc/buildkitd.toml' }, 'unknown buildkit_config = the file /etc/buildkitd.toml is not read'),
      one({ buildkit_config: UNKNOWN }, 'unknown buildkit_config = ${var.x}'),
      one({ buildkit_flags: UNKNOWN }, 'unknown buildkit_flags = ${var.x}'),
      one({ driver_options: UNKNOWN }, 'unknown driver_options.network = ${var.x}'),
      one({ endpoint: UNKNOWN }, 'unknown endpoint = ${var.x}'),
    ],
    edge: [
      one({ buildkit_flags: '--oci-worker-net=host' }, 'fail buildkit_flags = --oci-worker-net=host'),
      one({ buildkit_flags: '--oci-worker-net host' }, 'fail buildkit_flags = --oci-worker-net host'),
      one({ buildkit_flags: '--addr tcp://0.0.0.0:1234' }, 'fail buildkit_flags = --addr tcp://0.0.0.0:1234'),
      one({ buildkit_flags: '--addr=tcp://0.0.0.0:1234' }, 'fail buildkit_flags = --addr=tcp://0.0.0.0:1234'),
      one({ buildkit_flags: '--addr unix:///x --oci-worker-net bridge' }, 'pass buildkit_flags = --addr unix:///x --oci-worker-net bridge'),
      one({ buildkit_config: '' }, 'pass buildkit_config = ""'),
      one({ driver_options: { network: 'container:web' } }, 'fail driver_options.network = container:web'),
      one({ driver_options: { network: 'my-container:web' } }, 'pass driver_options.network = my-container:web'),
      one({ driver_options: { network: 'front', memory: 'host' } }, 'pass driver_options.network = front'),
      one({ docker_container: { network: 'host' } }, 'fail driver_options.network = host'),
      one({ docker_container: { network: '' } }, 'pass driver_options.network = none'),
      one({ docker_container: { network: UNKNOWN } }, 'unknown driver_options.network = ${var.x}'),
      one({ endpoint: 'https://builder:1234' }, 'fail endpoint = https://builder:1234'),
      one({ endpoint: 'http://builder:1234' }, 'fail endpoint = http://builder:1234'),
      one({ endpoint: 'unix:///tcp://x' }, 'pass endpoint = unix:///tcp://x'),
      one({ endpoint: 'tcp://builder:1234', remote: TLS }, 'pass endpoint = tcp://builder:1234'),
      one({ endpoint: 'tcp://builder:1234', remote: { ...TLS, cacert: '' } }, 'fail endpoint = tcp://builder:1234'),
      one({ endpoint: 'tcp://builder:1234', remote: { ...TLS, cert: null } }, 'fail endpoint = tcp://builder:1234'),
      one({ endpoint: 'tcp://builder:1234', remote: { ...TLS, key: '' } }, 'fail endpoint = tcp://builder:1234'),
      one({ endpoint: 'tcp://builder:1234', remote: UNKNOWN }, 'unknown endpoint = ${var.x}'),
    ],
  },
};
