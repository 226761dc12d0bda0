/** Variables by which programs know their proxy. */
const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const;
/** Hosts that are reached without the proxy: the container itself. */
const NO_PROXY = 'localhost,127.0.0.1,::1';

/**
 * The variables by which programs find a proxy, in both spellings, as some read only one. One that the app sets itself wins, also in the spelling that it
 * did not set.
 */
export function proxyEnvironment(url: string, own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const name of NAMES) {
    const lower = name.toLowerCase();
    const value = own[name] ?? own[lower] ?? (name === 'NO_PROXY' ? NO_PROXY : url);
    Object.assign(environment, { [name]: value, [lower]: value });
  }
  return environment;
}

/** The same for an app that reaches `hosts` itself, which the proxy would refuse. Exceptions that the app sets itself stay as they are. */
export function withDirectHosts(
  environment: Readonly<Record<string, string>>,
  hosts: readonly string[],
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { NO_PROXY: exceptions } = environment;
  if (exceptions === undefined || hosts.length === 0 || 'NO_PROXY' in own || 'no_proxy' in own) return environment;
  const value = [exceptions, ...hosts].join(',');
  return { ...environment, NO_PROXY: value, no_proxy: value };
}
