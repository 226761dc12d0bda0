export type { AppEngineStack, AppEngineStackProps } from './app-engine-stack';
export { loadTenants, type TenantFunction } from './load-tenants';
export type { Platform, PlatformImages } from './platform';
export { PlatformStack, type PlatformStackProps } from './platform-stack';
export { TenantStack, type TenantStackProps } from './tenant-stack';
export { isWanted } from './wanted';
