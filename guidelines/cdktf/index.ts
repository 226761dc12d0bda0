export * from '../index';
export type { HardeningOptions } from './attachment';
export { Hardening, type ScopedWaiver } from './hardening';
