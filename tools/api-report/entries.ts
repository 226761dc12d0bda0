/** Modules that users import as `appengine-constructs/<entry>`, by their paths. `rulebook` is what `guidelines` has without cdktf, so one report is for both. */
export const ENTRIES = {
  constructs: 'constructs/index',
  guidelines: 'guidelines/cdktf/index',
  stacks: 'stacks/index',
  testing: 'testing/index',
} as const;
