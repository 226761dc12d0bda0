export type { AppEngineStack, AppEngineStackProps } from './app-engine-stack';
export { HardenedStack, type HardenedStackProps } from './hardened-stack';
export type { OwnedStack, OwnedStackProps } from './owned-stack';
export { loadTenants, type TenantFunction } from './load-tenants';
export type { Platform } from './platform';
export type { InfrastructureImages, PlatformImages, RuntimeImages } from './platform-images';
export { PlatformStack, type PlatformStackProps } from './platform-stack';
export { TenantStack, type TenantStackProps } from './tenant-stack';
export { isWanted } from './wanted';
