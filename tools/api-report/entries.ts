/** What users import, as `appengine-constructs/<entry>`. */
export const ENTRIES = ['constructs', 'guidelines', 'stacks', 'testing'] as const;
