import { AppEngineError } from '../../constructs/errors';
import type { Release, ReleasedImage } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { removeSboms, writeSbom } from '../../operations/sbom/sbom-files';
import { listPackages } from '../../operations/sbom/syft';
import { findReleases } from '../../operations/releases/release-files';
import { openGate, refuse, scan, summaryOf, type Gate } from '../../operations/vulnerabilities/scan';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { bootstrap } from '../bootstrap/bootstrap';
import { ScannerStep } from '../bootstrap/scanner';
import type { ProgressOptions } from '../terminal/progress';

/** Options of {@link ReleaseChecks}. */
export interface ReleaseCheckOptions {
  /** That of the tenant; undefined where none looks for vulnerabilities. */
  readonly policy: VulnerabilityPolicyDescription | undefined;
  /** False where there shall be no list of packages. */
  readonly isListed: boolean;
  /** List of the same image. @default it is made */
  readonly known?: string;
}

/** Steps between the build of an image and its release: a list of what is in it, and a look for vulnerabilities. */
export class ReleaseChecks {
  /**
   * Makes ready what the checks need, before anything is built.
   * @throws AppEngineError SbomRequired, and those of the programs
   */
  static async prepare(
    session: Session,
    place: ReleasePlace,
    options: ReleaseCheckOptions,
    progress: ProgressOptions,
  ): Promise<ReleaseChecks> {
    const { policy, isListed, known } = options;
    if (policy !== undefined && !isListed) {
      throw new AppEngineError(
        'SbomRequired',
        `${place.toString()} is looked at for vulnerabilities by its list of packages; leave out --no-sbom, or give its tenant VulnerabilityPolicy.none('…')`,
      );
    }
    const steps = [
      ...(isListed && known === undefined ? [ScannerStep.syft(session)] : []),
      ...(policy === undefined ? [] : [ScannerStep.grype(session)]),
    ];
    if (steps.length > 0) await bootstrap(steps, progress);
    return new ReleaseChecks(session, place, options);
  }

  private constructor(
    private readonly session: Session,
    private readonly place: ReleasePlace,
    private readonly options: ReleaseCheckOptions,
  ) {}

  /** True where a release has what the checks would add to it. */
  isComplete({ sbom, vulnerabilities }: Release): boolean {
    const { policy, isListed } = this.options;
    return (sbom !== undefined || !isListed) && (vulnerabilities !== undefined || policy === undefined);
  }

  /** The policy with its database; undefined where there is none. Refuses what would fail after a long build. */
  async open(report: ProgressCallback): Promise<Gate | undefined> {
    const { policy } = this.options;
    return policy === undefined ? undefined : openGate(this.session, policy, this.place.tenant, report);
  }

  /**
   * Lists what is in an image, looks for vulnerabilities, and writes the list beside the release file.
   * @returns what its release says of it
   * @throws AppEngineError VulnerabilitiesRefused
   */
  async run(
    number: number,
    image: ReleasedImage,
    gate: Gate | undefined,
    report: ProgressCallback,
  ): Promise<Pick<Release, 'sbom' | 'vulnerabilities'>> {
    const { session, place, options } = this;
    if (!options.isListed) return {};
    const text = options.known ?? (await listPackages(session, image, report));
    if (gate === undefined) return { sbom: writeSbom(session.workspace, place, number, text) };
    report('looking for vulnerabilities');
    const found = await scan(session, gate, `${place.toString()} ${String(number)}`, text);
    refuse(found);
    return { sbom: writeSbom(session.workspace, place, number, text), vulnerabilities: summaryOf(found) };
  }

  /** Does the work, and removes lists of releases that the file does not name then: of old ones, and of one that was not released after all. */
  async tidied<T>(work: () => Promise<T>): Promise<T> {
    const { session, place } = this;
    try {
      return await work();
    } finally {
      removeSboms(session.workspace, place, findReleases(session.workspace, place));
    }
  }
}
