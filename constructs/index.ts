// The library: hardened containers, and what they are made of.
export type { GoOptions } from './build/go/go-plan';
export type { RubyOptions } from './build/ruby/ruby-options';
export type { PhpOptions } from './build/php/php-options';
export type { JavaOptions } from './build/java/java-options';
export type { NodeOptions } from './build/node/node-options';
export { BuildStage } from './build/build-stage';
export { Procfile } from './build/plan/procfile';
export type { PythonOptions } from './build/python/python-plan';
export { Runtime, type Detection } from './build/runtime';
export type { SourceImageProps } from './build/source-build';
export type { StaticSiteOptions } from './build/static-site/static-site-plan';
export { AppArmorPolicy } from './container/apparmor/apparmor-policy';
export { AppArmorProfile, type AppArmorProfileProps } from './container/apparmor/apparmor-profile';
export { appArmorProfilesBelow } from './container/apparmor/apparmor-profiles';
export type { NetworkNeeds } from './container/apparmor/network-rules';
export type { BoundApp, ContainerBinding, IBindable } from './container/binding';
export { Capability } from './container/capability';
export { ConfigFiles, type ConfigFilesProps } from './container/config-files';
export { FileLoader, type FileLoaderProps } from './container/file-loader';
export { EnvironmentFile } from './container/environment-file';
export type { HardenedContainerOptions, HardenedContainerProps, IPredecessor } from './container/container-props';
export { HardenedContainer } from './container/hardened-container';
export { HealthCheck, type HealthCheckTiming, type HealthRequest, type HttpHealthCheckOptions } from './container/health-check';
export { Cpu, Memory, Pids } from './container/limits';
export { Init } from './container/init';
export { Listener, Protocol } from './container/listener';
export { LogPolicy } from './container/log-policy';
export type { MountedFiles } from './container/mounted-files';
export type { BackendConfig } from './cdktf/backend-config';
export {
  PostgresTls,
  StateBackend,
  StateEncryption,
  type HttpBackendProps,
  type PostgresBackendProps,
  type S3BackendProps,
  type StateIdentity,
} from './cdktf/state-backend';
export type { DefaultId } from './default-id';
export type { Exemption } from './exemption';
export type { HardenedSetting } from './hardened-setting';
export { PrivilegeEscalation } from './container/privilege-escalation';
export { PublicValue } from './container/public-value';
export { PublishedPort, type PublishedPortProps } from './container/published-port';
export { Replacement } from './container/replacement';
export { RestartPolicy } from './container/restart-policy';
export { RootFilesystem } from './container/root-filesystem';
export { SeccompProfile } from './container/seccomp/seccomp-profile';
export { SystemCall } from './container/seccomp/system-call';
export { User } from './container/user';
export { Volume, type VolumeProps } from './container/volume';
export { VolumeContent } from './container/volume-content';
export type { IVolume } from './container/volume-reference';
export { WritablePath } from './container/writable-path';
export { AppEngineError } from './errors';
export { DockerHost, type TlsProps } from './host/docker-host';
export { Instance, type InstanceProps } from './host/instance';
export { AppImage } from './build/app-image';
export { BuildNetwork } from './image/build-network';
export { BuildSecret, type RenderedSecret } from './image/build-secret';
export type { DirectoryImageProps } from './image/directory-build';
export type { CanaryImage, IContainerImage } from './image/container-image';
export { ImageBuilder } from './image/image-builder';
export { ImageReference } from './image/image-reference';
export { PackageSettings } from './image/package-settings';
export { ProbeImage } from './build/probe-image';
export type { Canary } from './release/canary';
export { ImageRelease } from './release/image-release';
export type { Release, ReleasedApp, ReleasedFile, ReleasedImage, ReleasedSource, ReleasedVulnerabilities } from './release/release';
export { Registry, type HostedRegistryProps, type HostedRegistrySettings } from './registry/registry';
export { ImagePolicy, type SignedImagesProps } from './signing/image-policy';
export { PublicKey, type PublicKeyOptions } from './signing/public-key';
export { Passphrase, ReleaseSigning, type SigningCommandOptions, type SigningKeyOptions } from './signing/release-signing';
export { UnsignedImage } from './signing/unsigned-image';
export { AddressPlan, type Subnet } from './network/address-plan';
export type { BridgeNetwork, BridgeNetworkProps } from './network/bridge-network';
export { Network, type NetworkProps } from './network/network';
export type { NetworkAttachment } from './network/network-attachment';
export type { INetwork } from './network/network-reference';
export type { PlannedNetwork, PlannedNetworkProps } from './network/planned-network';
export { PublicNetwork } from './network/public-network';
export { Labels } from './owner/custom-labels';
export type { ResourceLabels, Role } from './owner/labels';
export { Owner } from './owner/owner';
export { Duration } from './units/duration';
export { Size } from './units/size';

// The platform: tenants and their apps. Constructs that only stacks/ can make are not here.
export { CertificateAuthority, type CertificateAuthorityProps } from './certificates/certificate-authority';
export type { AcmeProps } from './certificates/acme-props';
export { Certificates, type CertificateProps, type InternalCertificateProps } from './certificates/certificates';
export type { GatewayCertificate } from './certificates/gateway-certificate';
export type { Destination } from './egress/destination';
export { Egress, type FilteredEgress } from './egress/egress';
export { IngressNetwork } from './network/ingress-network';
export { OperationsNetwork } from './network/operations-network';
export { TenantNetwork, type TenantNetworkProps } from './network/tenant-network';
export { AccessLog } from './gateway/access-log';
export { AppRouter, type AppRouterProps } from './edge/app-router';
export { Balancing, type BalancingProps } from './gateway/balancing';
export type { BackendCanary, IBackend, IBackendReplica } from './gateway/backend';
export type { GatewayOptions } from './gateway/gateway';
export type { Answer, GatewayRules, IRoutePolicy, Rule } from './gateway/gateway-rules';
export { BasicAuth } from './gateway/policies/basic-auth';
export { BodyLimit } from './gateway/policies/body-limit';
export { ClientAccess } from './gateway/policies/client-access';
export { ClientCertificates } from './gateway/policies/client-certificates';
export { Compression } from './gateway/policies/compression';
export { ErrorPages } from './gateway/policies/error-pages';
export { Maintenance } from './gateway/policies/maintenance';
export { RateLimit } from './gateway/policies/rate-limit';
export { SecurityHeader, SecurityHeaders } from './gateway/policies/security-headers';
export { StickySession } from './gateway/policies/sticky-session';
export { Redirect } from './gateway/redirect';
export { PathPrefix, RequestBody, type Route, type RouteProps } from './gateway/route';
export { Routes } from './gateway/routes';
export { TrafficSplit, type IRouteTarget, type Redirection, type Share } from './gateway/route-target';
export { TrustedProxies } from './gateway/trusted-proxies';
export { Job, type JobProps } from './runtime/job';
export type { PoolCanary } from './runtime/pool-canary';
export { ProcfileApp, type ProcfileAppProps, type ProcfileProcessProps } from './runtime/procfile-app';
export { RuntimePool, type RuntimePoolProps } from './runtime/runtime-pool';
export { Workload, type WorkloadKind, type WorkloadProps } from './runtime/workload';
export { Secret, type GeneratedSecretProps, type SecretProps } from './secrets/secret';
export { Backup, type BackupOptions, type BackupSchedule, type DailyBackupOptions } from './backup/backup';
export {
  BackupTarget,
  type ITargetCredential,
  type S3Target,
  type S3TargetProps,
  type SftpTarget,
  type SftpTargetProps,
} from './backup/backup-target';
export { BackupCommands, type BackupCommandsProps } from './backup/backup-commands';
export { BackupKeeper, type BackupKeeperProps } from './backup/backup-keeper';
export { Drill } from './backup/drill';
export { VolumeBackup, type VolumeBackupProps } from './backup/volume-backup';
export { Cron, type Weekday } from './schedule/cron';
export { Overlap } from './schedule/overlap';
export { Schedule, type ScheduleProps } from './schedule/schedule';
export { BackingService } from './services/backing-service';
export { ClientAuthentication } from './services/client-authentication';
export { CredentialSource } from './services/credential-source';
export { Eviction } from './services/eviction';
export { type ImageServiceProps } from './services/image-service';
export { MariaDb, type MariaDbProps } from './services/maria-db';
export { Memcached, type MemcachedProps } from './services/memcached';
export { Nats, type NatsProps } from './services/nats';
export { ObjectStorage, type ObjectStorageProps } from './services/object-storage';
export { Partition } from './services/partition';
export { Persistence } from './services/persistence';
export { PoolMode } from './services/pool-mode';
export { Postgres, type PostgresProps } from './services/postgres';
export { type PostgresPooler, type PostgresPoolerProps } from './services/postgres-pooler';
export { RabbitMq, type RabbitMqProps } from './services/rabbit-mq';
export { RabbitMqPlugin } from './services/rabbit-mq-plugin';
export { Rotation } from './services/rotation';
export { ServiceMetrics, type ExporterLimits } from './services/service-metrics';
export {
  Service,
  type BackupProps,
  type MetricsProps,
  type ServiceBackup,
  type ServiceProgram,
  type ServiceProps,
} from './services/service';
export { ServiceCatalogue, type OfferedService } from './service-pool/service-catalogue';
export { ServiceOffer, type ServiceLimits, type ShareableLimits } from './service-pool/service-offer';
export { ServicePool } from './service-pool/service-pool';
export { SharedPlan, type SharedPlanProps } from './service-pool/shared-plan';
export { SharedServer, type SharedProgram, type SharedServerProps } from './services/shared/shared-server';
export { SharedService, type SharedServiceProps, type SharedServiceType } from './services/shared/shared-service';
export { ServiceUse, type ICredentialSource } from './services/service-use';
export { Severity, type SeverityName } from './vulnerabilities/severity';
export { Vulnerability, type AcceptedVulnerabilityProps } from './vulnerabilities/vulnerability';
export { VulnerabilityDatabase, type DatabaseSource, type VulnerabilityDatabaseProps } from './vulnerabilities/vulnerability-database';
export { VulnerabilityPolicy, type RefusedVulnerabilities, type ReportedVulnerabilities } from './vulnerabilities/vulnerability-policy';
export { Valkey, type ValkeyProps } from './services/valkey';
export { Preview, type PreviewDescription, type PreviewRequest } from './tenancy/preview';
export { Previews, type PreviewsProps } from './tenancy/previews';
export { Seed } from './tenancy/seed';
export { Quota, type QuotaProps } from './tenancy/quota';
export { Tenant, type TenantImages, type TenantPreview, type TenantProps } from './tenancy/tenant';
