/** Characters of a tenant's name at most. */
export const LONGEST_TENANT_NAME = 20;

/** Names that would read like the platform's own. */
export const RESERVED_TENANT_NAMES: ReadonlySet<string> = new Set(['ingress', 'operations', 'platform', 'public', 'router']);
