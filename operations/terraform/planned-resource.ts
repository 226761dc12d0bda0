/** A resource as a plan says that it will be; what only an apply tells is left out. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly provider_name: string;
  readonly schema_version: number;
  readonly values: Readonly<Record<string, unknown>>;
}
