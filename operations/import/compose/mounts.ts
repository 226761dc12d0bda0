import type { SecretMount, SourceMount } from '../description';
import { mebibytes } from '../quantities';
import type { Located } from '../yaml/located';

/** `volumes` of a service, in their short and their long form. */
export function mountsOf(volumes: Located | undefined): readonly SourceMount[] {
  return (volumes?.items ?? []).flatMap((item) => (item.text === undefined ? longForm(item) : shortForm(item.text, item)));
}

/** `tmpfs` of a service. */
export function tmpfsOf(tmpfs: Located | undefined): readonly SourceMount[] {
  return (tmpfs?.items ?? []).flatMap(({ text, position }) => {
    if (text === undefined) return [];
    const [target = '', options = ''] = text.split(':');
    const size = mebibytes(/(?:^|,)size=([^,]+)/.exec(options)?.[1] ?? '');
    return [{ kind: 'tmpfs' as const, target, isReadOnly: false, position, ...(size === undefined ? {} : { size }) }];
  });
}

/** `secrets` of a service: each is a file, by default below `/run/secrets`. */
export function secretMountsOf(secrets: Located | undefined): readonly SecretMount[] {
  return (secrets?.items ?? []).flatMap((item) => {
    const name = item.text ?? item.get('source')?.text;
    if (name === undefined) return [];
    const target = item.get('target')?.text ?? name;
    return [{ name, target: target.startsWith('/') ? target : `/run/secrets/${target}`, position: item.position }];
  });
}

function shortForm(text: string, { position, origin }: Located): readonly SourceMount[] {
  const [first = '', target, mode = ''] = text.split(':');
  if (target === undefined) return [{ kind: 'volume', target: first, isReadOnly: false, position }];
  const isReadOnly = mode.split(',').includes('ro');
  const [unset] = origin.unset;
  // Mostly a directory of the host, or one below it.
  if (first === '' || (unset !== undefined && first.startsWith('/'))) {
    const source = `.${first === '' ? target : first}`;
    return [{ kind: 'bind', source, target, isReadOnly, position, ...(unset === undefined ? {} : { unset }) }];
  }
  return [{ kind: /^[./~]/.test(first) ? 'bind' : 'volume', source: first, target, isReadOnly, position }];
}

function longForm(item: Located): readonly SourceMount[] {
  const target = item.get('target')?.text;
  if (target === undefined) return [];
  const source = item.get('source')?.text;
  const type = item.get('type')?.text ?? 'volume';
  const size = mebibytes(item.get('tmpfs')?.get('size')?.text ?? '');
  return [
    {
      kind: type === 'bind' || type === 'tmpfs' ? type : 'volume',
      target,
      isReadOnly: item.get('read_only')?.text === 'true',
      position: item.position,
      ...(source === undefined ? {} : { source }),
      ...(size === undefined ? {} : { size }),
    },
  ];
}
