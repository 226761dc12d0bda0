/** Type of an argument as Terraform writes it: `string`, `["list","string"]`. */
export type ArgumentType = string | readonly [string, ArgumentType];

/** One argument that is no block. */
export interface ArgumentSchema {
  readonly type: ArgumentType;
  readonly mode: 'required' | 'optional' | 'computed';
}

/** Arguments and nested blocks of a resource, or of a block in it. */
export interface BlockSchema {
  readonly arguments: Readonly<Record<string, ArgumentSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

/** A block that may be given several times. */
export interface NestedBlockSchema extends BlockSchema {
  readonly min: number;
  /** 0 for no limit. */
  readonly max: number;
}

/** What the provider takes: written by `npm run provider-schema`. */
export interface ProviderSchema {
  readonly version: string;
  readonly resources: Readonly<Record<string, BlockSchema>>;
}
