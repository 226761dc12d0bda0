import type { SourcePort } from '../description';
import type { Located } from '../yaml/located';

/** `ports` and `expose` of a service. A range stands for its first port. */
export function portsOf(service: Located): readonly SourcePort[] {
  const published = (service.get('ports')?.items ?? []).map((item) => portOf(item, true));
  const exposed = (service.get('expose')?.items ?? []).map((item) => portOf(item, false));
  const all = [...published, ...exposed].filter((port) => port !== undefined);
  return all.filter(({ port, isTcp }, index) => all.findIndex((other) => other.port === port && other.isTcp === isTcp) === index);
}

function portOf(item: Located, isPublished: boolean): SourcePort | undefined {
  const [, container = '', protocol = 'tcp'] =
    item.text === undefined
      ? ['', item.get('target')?.text ?? '', item.get('protocol')?.text ?? 'tcp']
      : (/(?:^|:)(\d+)(?:-\d+)?(?:\/(tcp|udp|sctp))?$/.exec(item.text) ?? []);
  const port = Number(container);
  return port >= 1 && port <= 65_535 ? { port, isPublished, isTcp: protocol === 'tcp', position: item.position } : undefined;
}
