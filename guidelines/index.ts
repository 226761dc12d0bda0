export {
  AUDIT_VARIABLE,
  auditOf,
  findingsOf,
  isResolvedLater,
  evaluateEngine,
  evaluateTargets,
  type Audit,
  type AuditTarget,
  type Threshold,
  type SkippedSurface,
} from './audit';
export { evaluate, type EvaluationOptions } from './evaluate';
export { judgedFacts, othersIn, type Others, type SharedKind } from './judged';
export type { Facts, FactsOf, Kind } from './facts';
export type {
  Capabilities,
  ContainerFacts,
  CpuFacts,
  Device,
  Drift,
  EngineSettings,
  Mount,
  Port,
  Tmpfs,
  Ulimit,
  Upload,
  Variable,
} from './facts/container-facts';
export type { DaemonFacts, HostFacts, HostFile, HostVersions, SwarmFacts, SystemFacts } from './facts/host-facts';
export type { BuilderFacts } from './facts/builder-facts';
export type { HostPath } from './facts/host-path';
export type { BuildFacts, ImageContent, ImageFacts, PushFacts } from './facts/image-facts';
export { known, knownOf, mapItems, mapKnown, unknown, type Entry, type Items, type Known, type Literal, type Unknown } from './facts/known';
export type { NetworkFacts } from './facts/network-facts';
export type { OpaqueFacts } from './facts/opaque-facts';
export type { ProviderFacts, RegistryLogin } from './facts/provider-facts';
export type { ResourceFacts } from './facts/resource-facts';
export type { VolumeFacts } from './facts/volume-facts';
export { GUIDELINES, type Guideline } from './guidelines';
export type { ImageReference } from './normalise/image-reference';
export type { SecurityOption } from './normalise/security-option';
export type { UserReference } from './normalise/user';
export { expectEach, expectNone, expectSome, expectValue, pluck, type Outcome } from './outcome';
export type { ImageSignature, Policy, RefusedImage, SignedImage, UnscannedImage, VerifiedDigest } from './policy';
export type { Report, Row, Status } from './report';
export { renderHtml } from './reports/html';
export { renderJson } from './reports/json';
export { renderJunit } from './reports/junit';
export { renderSarif } from './reports/sarif';
export { renderTerminal, type TerminalOptions } from './reports/terminal';
export { defineRule, type Adjustment, type References, type Rule, type RuleProps, type Severity } from './rule';
export { RulePack } from './rule-pack';
export { RULES } from './rules';
export type { Surface } from './surface';
export type { Sharing, Tenancy } from './sharing';
export type { RuleContext } from './rule-context';
export type { TrustLevels } from './trust';
export { factsOfEngine } from './surfaces/live';
export type { EngineSnapshot, FileReading, HostReading, ImageReading } from './surfaces/live/snapshot';
export { factsOfPlan } from './surfaces/plan';
export { factsOfTerraformJson } from './surfaces/synth';
export { settingsOf, type RuleSettings, type RecordedResult, type EvaluationSettings } from './evaluation-settings';
export type { Acceptance, ConstructWaiver, Waiver } from './waivers';
