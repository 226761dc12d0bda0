import type { Release } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { harmless } from '../../operations/process/harmless';
import type { ConfigurationDifference } from '../../operations/releases/release-differences';
import type { ReleaseSignature } from '../../operations/releases/release-signature';
import type { PackageDifference } from '../../operations/sbom/package-differences';
import type { ReleaseStatus } from '../../operations/releases/release-status';
import type { Commit } from '../../operations/releases/revision';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

/** Everything that is between two releases. */
export interface ReleaseDifferences {
  readonly from: Release;
  readonly to: Release;
  readonly isSameImage: boolean;
  /** Commits between them, as git takes it; undefined where both are of one commit, or one is of none. */
  readonly range: string | undefined;
  /** Those that touch the sources; undefined where git does not know them. */
  readonly commits: readonly Commit[] | undefined;
  readonly configuration: readonly ConfigurationDifference[];
  readonly signatures: { readonly from: ReleaseSignature | undefined; readonly to: ReleaseSignature | undefined };
  /** Packages of the images; undefined where one has no list of them. */
  readonly packages: readonly PackageDifference[] | undefined;
}

const SHORT = 12;

/** Table of the releases of a file. */
export function renderReleases(place: ReleasePlace, releases: readonly ReleaseStatus[]): string {
  // A column that says nothing of any is left out.
  const areSigned = releases.some(({ signature }) => signature !== undefined);
  const rows = releases.map(({ release, isCurrent, canary, signature, ...status }) => [
    `${isCurrent ? '→' : ' '} ${String(release.number)}${canary === undefined ? '' : `, ${String(canary)} %`}`,
    `${release.image.repository}:${release.image.tag}`,
    sourceText(release),
    release.by,
    release.at,
    ...(areSigned ? [signatureText(signature)] : []),
    stateText(status),
  ]);
  const failures = releases.flatMap(({ release, failure }) =>
    failure === undefined
      ? []
      : [`  release ${String(release.number)} failed: ${failure.reason}; its last words: docker logs ${failure.container}\n`],
  );
  const titles = ['  RELEASE', 'IMAGE', 'SOURCE', 'BY', 'AT', ...(areSigned ? ['SIGNED BY'] : []), 'ON THE ENGINE'];
  const canary = releases.some((one) => one.canary !== undefined) ? ', with a canary on that part of the requests' : '';
  return `${renderTable(rows, titles)}\n${failures.join('')}  ${place.file}: → is what the next up deploys${canary}\n`;
}

/** Changes that a build made. */
export interface BuildResult {
  /** There is a release more. */
  readonly isNew: boolean;
  /** It has a signature that it did not have before. */
  readonly isSigned: boolean;
  /** Its image is in the registry, where it was not before. */
  readonly isPushed: boolean;
}

/** Result of a build, and the next step. */
export function renderBuilt(place: ReleasePlace, release: Release, { isNew, isSigned, isPushed }: BuildResult): string {
  const name = `elease ${String(release.number)} of ${place.toString()}`;
  if (!isNew && !isSigned && !isPushed) return `Nothing changed: r${name} is of the same sources.\n`;
  const dirty = release.source.dirty ? `  ${colors.yellow('!')} ${release.source.directory} has changes that are not committed\n` : '';
  const added = [
    ...(isSigned ? [`signed: ${release.attestation?.file ?? ''}`] : []),
    ...(isPushed ? [`in the registry: ${release.image.reference?.split('@')[0] ?? ''}`] : []),
  ].join(', ');
  const result = isNew
    ? `R${name} is in ${place.file}${added === '' ? '' : `, ${added}`}.`
    : `R${name} is of the same sources, and is now ${added}.`;
  return `${dirty}${result}\n${next(place)}`;
}

/** Result of a push: what git has of it. */
export function renderPushed(place: ReleasePlace, release: Release, isNew: boolean, isDeployed: boolean): string {
  const { source } = release;
  const name = `Release ${String(release.number)} of ${place.toString()}`;
  const revision = source.revision === undefined ? 'of no repository' : `of commit ${source.revision.slice(0, SHORT)}`;
  const dirty = source.dirty ? `  ${colors.yellow('!')} ${source.directory} has changes that are not committed\n` : '';
  const kept = isNew ? `  Keep it: git add ${place.file} && git commit -m 'Release ${place.app} ${String(release.number)}'\n` : '';
  const outcome = isDeployed ? 'is deployed' : `is made, and not deployed; next: npx appengine up --only ${place.tenant}`;
  return `${dirty}  ${name}, ${revision}, ${outcome}.\n${kept}`;
}

/** Result of a promotion, and the next step. */
export function renderPromoted(from: ReleasePlace, to: ReleasePlace, release: Release): string {
  return `Release ${String(release.number)} of ${to.toString()} is the image of ${from.toString()}: ${release.image.id}.\n${next(to)}`;
}

/** Result of a rollback, and the next step. */
export function renderRollback(place: ReleasePlace, differences: ReleaseDifferences): string {
  const { from, to, configuration } = differences;
  const change = `Release ${String(to.number)} of ${place.toString()} is current again, in place of ${String(from.number)}.\n`;
  const stays =
    configuration.length === 0
      ? ''
      : `  ${colors.yellow('!')} its configuration is that of the program, and was another one then:\n${configurationText(configuration)}`;
  return `${change}${stays}${next(place)}`;
}

/** Text of what is between two releases. */
export function renderDifferences({
  from,
  to,
  isSameImage,
  range,
  commits,
  configuration,
  packages,
  signatures,
}: ReleaseDifferences): string {
  const image = ({ image: { repository, tag, id } }: Release): string => `${repository}:${tag} ${id.slice(0, 'sha256:'.length + SHORT)}`;
  const lines = [
    `  Release        ${String(from.number)} → ${String(to.number)}`,
    `  Image          ${isSameImage ? `the same, ${image(to)}` : `${image(from)} → ${image(to)}`}`,
    `  Source         ${sourceText(from)} → ${sourceText(to)}${range === undefined ? '' : `   git log ${range} -- ${to.source.directory}`}`,
    ...(commits ?? []).map(({ revision, subject }) => `                 ${revision.slice(0, SHORT)} ${subject}`),
    ...(signatures.from === undefined && signatures.to === undefined
      ? []
      : [`  Signed by      ${signatureText(signatures.from)} → ${signatureText(signatures.to)}`]),
    ...(packages === undefined
      ? []
      : [`  Packages       ${packages.length === 0 ? 'the same' : `${String(packages.length)} differences`}`]),
    ...(packages ?? []).map((one) => `                 ${packageText(one)}`),
    `  Configuration  ${configuration.length === 0 ? 'the same' : `${String(configuration.length)} differences`}`,
  ];
  return `${lines.join('\n')}\n${configurationText(configuration)}`;
}

function packageText({ type, name, from, to }: PackageDifference): string {
  const subject = harmless(`${name} (${type})`);
  if (from.length === 0) return `${subject} ${colors.green('added')}: ${harmless(to.join(', '))}`;
  if (to.length === 0) return `${subject} ${colors.red('removed')}: ${harmless(from.join(', '))}`;
  return `${subject} ${harmless(from.join(', '))} → ${harmless(to.join(', '))}`;
}

function configurationText(differences: readonly ConfigurationDifference[]): string {
  return differences.map(({ app, kind, name, change }) => `                 ${app}: ${subjectOf(kind, name)} ${change}\n`).join('');
}

function subjectOf(kind: ConfigurationDifference['kind'], name: string): string {
  return kind === 'other' || kind === 'app' ? name : `${kind} ${name}`;
}

function sourceText({ source: { revision, dirty }, promotedFrom }: Release): string {
  const text = revision === undefined ? '—' : `${revision.slice(0, SHORT)}${dirty ? ' + changes' : ''}`;
  return promotedFrom === undefined ? text : `${text} (${promotedFrom})`;
}

function signatureText(signature: ReleaseSignature | undefined): string {
  if (signature === undefined) return '—';
  const { by, isVerified, problem } = signature;
  if (problem !== undefined) return colors.red(problem);
  return isVerified ? (by ?? '') : `${by ?? ''}, not in releases/keys`;
}

function stateText({ image, running, failure }: Pick<ReleaseStatus, 'failure' | 'image' | 'running'>): string {
  const state = {
    changed: colors.red('another image has its name'),
    kept: 'kept',
    missing: colors.red('its image is not there'),
    registry: 'in the registry',
  }[image];
  if (running.length > 0) return `${colors.green('deployed')}${image === 'kept' ? '' : `, ${state}`}`;
  return failure === undefined ? state : `${colors.red('failed')}, ${state}`;
}

function next(place: ReleasePlace): string {
  return `Next: git diff ${place.file} · commit it · npx appengine up --only ${place.tenant}\n`;
}
