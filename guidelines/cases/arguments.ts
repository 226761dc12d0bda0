import type { Arguments } from './configuration';

/** A value that only the apply knows. */
export const UNKNOWN = '${var.x}';

/** Of a container that never runs. */
export const NEVER_STARTED = { start: false };

/** Security options, instead of the good ones. */
export function securityOptions(...all: readonly string[]): Arguments {
  return { security_opts: all };
}

/** Security options beside the good one. */
export function moreSecurityOptions(...more: readonly string[]): Arguments {
  return securityOptions('no-new-privileges:true', ...more);
}

/** A bind mount. */
export function bind(source: unknown, more: Arguments = {}): Arguments {
  return { mounts: [{ type: 'bind', source, target: '/x', read_only: true, ...more }] };
}

/** A bind mount in the other form that the provider has for it. */
export function hostVolume(source: string, more: Arguments = {}): Arguments {
  return { volumes: [{ host_path: source, container_path: '/x', ...more }] };
}

export function readOnlyHostVolume(source: string): Arguments {
  return hostVolume(source, { read_only: true });
}

/** A mount of a volume with options of its driver. */
export function volumeMount(options: unknown): Arguments {
  return { mounts: [{ type: 'volume', source: 'd', target: '/x', volume_options: [{ driver_options: options }] }] };
}

export function command(...words: readonly string[]): Arguments {
  return { command: words };
}

export function capabilities(drop: readonly string[], add: readonly string[] = []): Arguments {
  return { capabilities: { drop, add } };
}
