import { mapItems, mapKnown, itemOf, valueOf, type Entry, type Items } from '../facts/known';
import { fileSystemOf, isOfNetwork } from '../file-systems';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

interface Share {
  readonly type: string;
  /** Such as `10.0.0.1:/data`. */
  readonly source: string;
}

/** The address is in `device`, as CIFS has it, or in `o`, as NFS does. */
function sharesIn(options: Items<Entry>): Items<Share> {
  const optionOf = (name: string): string => {
    const option = valueOf(options, name);
    return option.known ? (option.value ?? '') : option.expression;
  };
  const address = /(?:^|,)addr=([^,]*)/.exec(optionOf('o'))?.[1] ?? '';
  const source = `${address}${optionOf('device')}`;
  return itemOf(mapKnown(fileSystemOf(options), (type) => (type === undefined ? undefined : { type, source })));
}

export const noNetworkFileSystem = defineRule({
  id: 'SDG-10.10',
  severity: 'medium',
  references: { nist: ['4.5.5', '4.4.2'] },
  title: 'a volume is a directory of another host',
  impact:
    'who controls that host, or the network on the way, reads the data and exchanges it, also programs; a backup and a deletion of the volume do not reach it',
  remediation: 'drop `driver_opts`, and copy the data into a volume; or mount the share on the host, and let the host authenticate it',
  exception: 'a file server of your own, with Kerberos or on a network of its own: the finding names it',
  appliesTo: ['container', 'volume'],
  check: (facts) => {
    const expectNoShare = (attribute: string, shares: Items<Share>): ReturnType<typeof expectNone> =>
      expectNone(
        attribute,
        shares,
        ({ type }) => isOfNetwork(type),
        ({ type, source }) => `${type} ${source}`.trim(),
      );
    return facts.kind === 'volume'
      ? expectNoShare('driver_opts.type', sharesIn(facts.options))
      : expectNoShare(
          'mounts.volume_options.driver_options.type',
          mapItems(facts.mounts, ({ driverOptions }) => sharesIn(driverOptions)),
        );
  },
});
