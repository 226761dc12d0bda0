/** What `appengine env` tells a shell, by name. */
export function exported(script: string): Readonly<Record<string, string>> {
  const lines = script.matchAll(/^export ([A-Z_]+)=["']?([^"'\n]*)["']?$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}
