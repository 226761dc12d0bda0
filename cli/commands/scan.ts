import { resolve } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { Duration } from '../../constructs/units/duration';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import { policiesOf } from '../../operations/vulnerabilities/policies';
import { allImages, imageOfApp, type ScannedImage } from '../../operations/vulnerabilities/scanned-images';
import { covers } from '../../operations/vulnerabilities/judge';
import { openGate, refusedOf, scan as scanImage, summaryOf, type Gate, type Scan } from '../../operations/vulnerabilities/scan';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { bootstrap } from '../bootstrap/bootstrap';
import { useEngine } from '../bootstrap/engine';
import { ScannerStep } from '../bootstrap/scanner';
import { synth } from '../deploy/synth';
import { renderScans } from '../render/scans';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { EXIT_UNHEALTHY } from './exit-codes';
import { packagesOf } from './sbom';

export interface ScanOptions {
  readonly all?: boolean;
  readonly database?: string;
  readonly json?: boolean;
}

/** Looks for known vulnerabilities in the image of an app, or in all images; resolves to the exit code. */
export async function scan(app: string | undefined, options: ScanOptions): Promise<number> {
  const session = openSession();
  const progress = { toStandardError: options.json === true };
  await useEngine();
  if ((app === undefined) !== (options.all === true)) {
    throw new AppEngineError(
      'ScanSubjectInvalid',
      `scan must have an app or --all, and not both; name one such as acme/shop, or give --all`,
    );
  }
  const images = app === undefined ? await allImages(session) : [await imageOfApp(session, app)];
  const policies = await withLine('Synth', progress, async () => {
    const { directory, stacks } = await synth(session, { tellsFindings: true });
    return [policiesOf(directory, stacks), row('Synth', `${String(stacks.length)} stacks`)];
  });
  await bootstrap([ScannerStep.syft(session), ScannerStep.grype(session)], progress);
  const gates = new Gates(session, policies, options.database);
  const scans: Scan[] = [];
  for (const image of images) {
    const made = await withLine(image.subject, progress, async (report) => {
      const found = await scanned(session, image, await gates.of(image.owner, report), report);
      return [found, row(image.subject, `${String(found.packages)} packages, ${String(found.findings.length)} vulnerabilities`)];
    });
    scans.push(made);
  }
  const idle = gates.accepted.filter((one) => !scans.some(({ findings }) => findings.some((finding) => covers(one, finding))));
  tellResult(options, { images: scans.map((one) => ({ ...one, summary: summaryOf(one) })), idle }, () => renderScans(scans, idle));
  return scans.every((one) => refusedOf(one).length === 0) ? 0 : EXIT_UNHEALTHY;
}

async function scanned(session: Session, image: ScannedImage, gate: Gate, report: ProgressCallback): Promise<Scan> {
  const packages = await packagesOf(session, image, report);
  report('looking for vulnerabilities');
  return scanImage(session, gate, image.subject, packages);
}

/** Policies of the owners of images, each made ready once. */
class Gates {
  private readonly open = new Map<string, Promise<Gate>>();

  constructor(
    private readonly session: Session,
    private readonly policies: ReadonlyMap<string, VulnerabilityPolicyDescription>,
    /** File of the command line, in place of that of every policy. */
    private readonly database: string | undefined,
  ) {}

  /** Exemptions of all policies that were asked for: tenants share those of their platform. */
  get accepted(): VulnerabilityPolicyDescription['accepted'] {
    const all = [...this.open.keys()].flatMap((owner) => this.policies.get(owner)?.accepted ?? []);
    return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  }

  /** @throws AppEngineError VulnerabilityPolicyMissing, and those of {@link openGate} */
  of(owner: string, report: ProgressCallback): Promise<Gate> {
    const known = this.open.get(owner);
    if (known !== undefined) return known;
    const gate = openGate(this.session, this.policyOf(owner), owner, report);
    this.open.set(owner, gate);
    return gate;
  }

  private policyOf(owner: string): VulnerabilityPolicyDescription {
    const declared = this.policies.get(owner);
    if (this.database !== undefined) {
      // From where the command runs; policies name theirs from the directory of the project.
      return { oldestSeconds: Duration.days(5).seconds, accepted: [], ...declared, database: { file: resolve(this.database) } };
    }
    if (declared !== undefined) return declared;
    throw new AppEngineError(
      'VulnerabilityPolicyMissing',
      `${owner} has no policy that names a database of vulnerabilities; name one: --database FILE, or \`vulnerabilities\` of the platform or the tenant`,
    );
  }
}
