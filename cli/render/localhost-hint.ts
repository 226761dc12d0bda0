const WIDTH = 80;

/** For clients whose resolver does not know that names below localhost are this machine; nothing where no URL has such a name. */
export function hintAtLocalhost(urls: readonly string[]): readonly string[] {
  const [shortest] = urls
    .map((url) => new URL(url))
    .filter(({ protocol, hostname }) => protocol === 'http:' && hostname.endsWith('.localhost'))
    .sort((a, b) => a.hostname.length - b.hostname.length);
  if (shortest === undefined) return [];
  const [command, address] = [
    `    curl -H 'Host: ${shortest.hostname}'`,
    `http://127.0.0.1${shortest.port === '' ? '' : `:${shortest.port}`}`,
  ];
  const fits = `${command} ${address}`.length <= WIDTH;
  return [
    '  A client that does not find names below localhost (Node, some libcs) asks',
    ...(fits ? [`${command} ${address}`] : [`${command} \\`, `      ${address}`]),
    '',
  ];
}
