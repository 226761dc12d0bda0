/** One entry of a container's `security_opts`. */
export interface SecurityOption {
  /** Lower case, such as `seccomp`. */
  readonly key: string;
  readonly value: string;
}

/** `key=value` or `key:value`; a key alone, such as `no-new-privileges`, is switched on. */
export function securityOption(text: string): SecurityOption {
  const [, key = '', value = 'true'] = /^\s*([^=:]*)(?:[=:]([\s\S]*))?$/.exec(text) ?? [];
  return { key: key.trim().toLowerCase(), value: value.trim() };
}

/** The spellings of true that the engine takes. */
export function isTrue(value: string): boolean {
  return ['1', 't', 'true'].includes(value.toLowerCase());
}
