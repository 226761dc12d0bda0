import type { Capabilities } from './facts/container-facts';

/** Capabilities that the engine gives a container by default. */
const KEPT_BY_DEFAULT: ReadonlySet<string> = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);

/** True where a container has a capability in effect; undefined where an unknown item decides. @param name without `CAP_` */
export function hasEffectiveCapability({ add, drop }: Capabilities, name: string): boolean | undefined {
  const isNamed = (item: Capabilities['add'][number]): boolean => item.known && (item.value === name || item.value === 'ALL');
  if (add.some(isNamed)) return true;
  if (add.some((item) => !item.known)) return undefined;
  if (!KEPT_BY_DEFAULT.has(name) || drop.some(isNamed)) return false;
  return drop.some((item) => !item.known) ? undefined : true;
}
