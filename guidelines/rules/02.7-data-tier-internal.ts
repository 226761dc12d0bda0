import type { ContainerFacts } from '../facts/container-facts';
import { known, mapItems, mapKnown, unknown, type Items, type Known } from '../facts/known';
import { expectEach } from '../outcome';
import { defineRule } from '../rule';
import type { RuleContext } from '../rule-context';

const KEEPS_DATA =
  /\/(cassandra|clickhouse(-server)?|cockroach|couchdb|elasticsearch|etcd|influxdb|kafka|keydb|mariadb|memcached|minio|mongo(db)?|mysql(-server)?|nats|neo4j|opensearch|percona|postgis|postgres(ql)?|rabbitmq|redis|timescaledb|valkey|zookeeper)$/;

/** By its label, or by the name of its image. */
function keepsData({ role, image }: ContainerFacts): Known<boolean> {
  if (role.known && role.value === 'service') return known(true);
  const byImage = mapKnown(image, ({ repository }) => KEEPS_DATA.test(repository));
  return byImage.known && !byImage.value ? mapKnown(role, () => false) : byImage;
}

/** A container that joins no network is in the default one, or where its mode says. */
function networksOf({ networks, networkMode }: ContainerFacts): Items<string> {
  if (networks.length > 0) return networks;
  return mapItems([networkMode], (mode) => (mode === 'none' ? [] : known(mode ?? 'bridge')));
}

function isInternal(context: RuleContext, name: string): Known<boolean> {
  if (['bridge', 'default', 'host'].includes(name)) return known(false);
  return context.network(name)?.internal ?? unknown(`${name}: the network is not declared here`);
}

export const dataTierInternal = defineRule({
  id: 'SDG-02.7',
  severity: 'medium',
  references: { owasp: [5], nist: ['4.4.2'] },
  title: 'a database or a queue is in a network that leads out of the host',
  impact: 'an attacker in it copies the data out, and downloads tools for the next step',
  remediation: 'put it into networks with `internal = true` alone, such as a TenantNetwork',
  exception: 'a database that copies itself to another host over a network of its own',
  appliesTo: ['container'],
  check: (container, context) => {
    const isData = keepsData(container);
    if (isData.known && !isData.value) return [];
    const networks = isData.known ? networksOf(container) : [isData];
    return expectEach(
      'networks_advanced.name',
      mapItems(networks, (name) => mapKnown(isInternal(context, name), (internal) => ({ name, internal }))),
      ({ internal }) => internal,
      ({ name }) => name,
    );
  },
});
