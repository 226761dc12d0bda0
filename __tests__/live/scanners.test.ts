import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { goBuild } from '../../cli/bootstrap/go-build';
import { ScannerStep } from '../../cli/bootstrap/scanner';
import { Duration, Instance, Severity, Vulnerability, VulnerabilityDatabase, VulnerabilityPolicy } from '../../constructs';
import { packageRoot } from '../../constructs/package-root';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import { runToSuccess } from '../../operations/process/run';
import { packageDifferences } from '../../operations/sbom/package-differences';
import { parseSpdx } from '../../operations/sbom/spdx';
import { listPackages, toCycloneDx } from '../../operations/sbom/syft';
import { Session } from '../../operations/session';
import { openGate, refuse, scan, summaryOf, type Scan } from '../../operations/vulnerabilities/scan';
import { Workspace } from '../../operations/workspace';
import { EngineWithImages } from '../fixture/engine-with-images';
import { debianWith, savedImage } from '../fixture/image-archive';

/** syft and grype as they are compiled from the pinned modules, on images and databases that are made here. No engine is needed. */
describe('syft and grype', () => {
  const NOW = new Date('2026-11-30T12:00:00Z');
  const BUILT = '2026-11-28T00:00:00Z';
  let directory: string;
  let engine: EngineWithImages;
  let session: Session;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'scanners-'));
    engine = new EngineWithImages(directory);
    await engine.start();
    const building = new Session(
      new Workspace(directory, new Instance({ name: 'scan', projectDirectory: directory }), process.env),
      process.env,
    );
    const paths: string[] = [];
    for (const step of [ScannerStep.syft(building), ScannerStep.grype(building)]) {
      if (!(await step.check()).found) await step.apply(() => undefined);
      const { found, environment } = await step.check();
      expect(found).toBe(true);
      paths.push(environment?.PATH ?? process.env.PATH ?? '');
    }
    // Databases go into a cache of the test's own.
    const environment = { PATH: paths.join(delimiter), HOME: directory, DOCKER_HOST: engine.host };
    session = new Session(new Workspace(directory, building.instance, environment), environment);
    await goBuild(
      { module: join(packageRoot(), 'tools', 'scanners'), package: './database', output: join(directory, 'database') },
      () => undefined,
    );
  });

  afterAll(async () => {
    await engine.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  interface Known {
    readonly id: string;
    readonly severity: string;
    readonly package: string;
    readonly debian?: string;
    readonly ecosystem?: string;
    readonly aliases?: readonly string[];
    readonly fixed?: string;
    readonly torn?: boolean;
  }

  const CRITICAL: Known = { id: 'CVE-2026-1111', severity: 'critical', package: 'openssl', debian: '13', fixed: '3.5.4-1' };
  const UNFIXED: Known = { id: 'CVE-2026-2222', severity: 'high', package: 'glibc', debian: '13' };
  const OF_NPM: Known = {
    id: 'GHSA-35jh-r3h4-6jhm',
    aliases: ['CVE-2021-23337'],
    severity: 'high',
    package: 'lodash',
    ecosystem: 'npm',
    fixed: '4.17.21',
  };

  /** @returns path of the file, from the directory of the project */
  function database(name: string, vulnerabilities: readonly Known[], built = BUILT): string {
    mkdirSync(join(directory, name), { recursive: true });
    const { status, stderr } = spawnSync(join(directory, 'database'), [join(directory, name)], {
      input: JSON.stringify({ built, vulnerabilities }),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return join(name, 'vulnerability.db');
  }

  async function packagesOf(openssl: string): Promise<string> {
    const image = await savedImage(debianWith(openssl));
    engine.images.set(image.id, image);
    return listPackages(session, { repository: 'shop', tag: '0123456789ab', id: image.id }, () => undefined);
  }

  function policy(file: string, ...except: readonly Vulnerability[]): VulnerabilityPolicyDescription {
    const { description } = VulnerabilityPolicy.refuse({
      database: VulnerabilityDatabase.file(file, { oldest: Duration.days(7) }),
      from: Severity.high(),
      except,
    });
    if (description === undefined) throw new Error('a policy that refuses has a description');
    return description;
  }

  async function scanned(described: VulnerabilityPolicyDescription, spdx: string, now = NOW): Promise<Scan> {
    const gate = await openGate(session, described, 'acme', () => undefined, now);
    return scan(session, gate, 'acme/shop 1', spdx);
  }

  let before: string;
  let after: string;
  let known: string;

  beforeAll(async () => {
    [before, after] = [await packagesOf('3.5.1-1'), await packagesOf('3.5.4-1')];
    known = database('known', [CRITICAL, UNFIXED, OF_NPM]);
  });

  test('an image has one list, whenever it is made, and another version is one line of it', async () => {
    expect(await packagesOf('3.5.1-1')).toBe(before);
    const [old, now] = [before.split('\n'), after.split('\n')];
    expect(now).toHaveLength(old.length);
    const changed = old.filter((line, index) => line !== now[index]);
    expect(changed.map((line) => /"(?:name|documentNamespace)": ?"([^"]*)"/.exec(line)?.[1]?.replace(/[0-9a-f]{64}/, '…'))).toEqual([
      'https://appengine.invalid/spdx/…',
      'shop',
      'libssl3t64',
      'openssl',
    ]);
    expect(packageDifferences(parseSpdx(before, 'before'), parseSpdx(after, 'after'))).toEqual([
      { type: 'deb', name: 'libssl3t64', from: ['3.5.1-1'], to: ['3.5.4-1'] },
      { type: 'deb', name: 'openssl', from: ['3.5.1-1'], to: ['3.5.4-1'] },
    ]);
  });

  test('the same list in CycloneDX is the same text as well, with every package', async () => {
    const [one, two] = [await toCycloneDx(session, before), await toCycloneDx(session, before)];
    expect(two).toBe(one);
    const { bomFormat, serialNumber, components } = JSON.parse(one) as {
      bomFormat: string;
      serialNumber: string;
      components: readonly { name: string; version: string; purl?: string }[];
    };
    expect([bomFormat, serialNumber]).toEqual(['CycloneDX', expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8/)]);
    expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual(
      expect.arrayContaining(['libc6 2.41-12', 'libssl3t64 3.5.1-1', 'openssl 3.5.1-1', 'lodash 4.17.20']),
    );
  });

  test('what an upgrade fixes is refused, and what none fixes is reported', async () => {
    const found = await scanned(policy(known), before);
    expect(found.findings.map(({ verdict, id, package: name, fixed }) => [verdict, id, name, ...fixed].join(' '))).toEqual([
      'refused CVE-2026-1111 libssl3t64 3.5.4-1',
      'refused CVE-2026-1111 openssl 3.5.4-1',
      'refused CVE-2021-23337 lodash 4.17.21',
      'reported CVE-2026-2222 libc6',
    ]);
    expect(found.packages).toBe(4);
    expect(() => {
      refuse(found);
    }).toThrow(
      /VulnerabilitiesRefused: acme\/shop 1 has 3 known vulnerabilities .*CVE-2026-1111 critical: openssl 3\.5\.1-1, upgrade to 3\.5\.4-1/s,
    );
    expect(summaryOf(found)).toEqual({
      ...{ critical: 2, high: 2, medium: 0, low: 0, negligible: 0, unknown: 0 },
      ...{ accepted: 0, database: '2026-11-28' },
    });
  });

  test('an upgrade is what fixes it, and an exemption holds until its end', async () => {
    const accepted = [
      Vulnerability.accepted('CVE-2021-23337', { reason: 'templates are never given by users', until: '2026-12-01', package: 'lodash' }),
    ];
    const upgraded = await scanned(policy(known, ...accepted), after);
    expect(upgraded.findings.map(({ verdict, id }) => `${verdict} ${id}`)).toEqual(['reported CVE-2026-2222', 'accepted CVE-2021-23337']);
    refuse(upgraded);
    const later = new Date('2026-12-02T00:00:00Z');
    await expect(scanned(policy(known, ...accepted), after, later)).rejects.toMatchObject({
      code: 'VulnerabilityAcceptanceOver',
      message: expect.stringContaining('accepts CVE-2021-23337 (templates are never given by users), and that ended on 2026-12-01'),
    });
  });

  test('a database that is old, missing, cut off or damaged is refused, and never finds nothing', async () => {
    const old = database('old', [CRITICAL], '2026-11-20T00:00:00Z');
    await expect(scanned(policy(old), before)).rejects.toMatchObject({
      code: 'VulnerabilityDatabaseStale',
      message: expect.stringMatching(/is of 2026-11-20, 10 days ago, and must be at most 7 days old.*; replace it/),
    });
    await expect(scanned(policy('missing.tar.zst'), before)).rejects.toMatchObject({ code: 'VulnerabilityDatabaseMissing' });
    const whole = readFileSync(join(directory, known));
    writeFileSync(join(directory, 'cut.db'), whole.subarray(0, whole.length / 2));
    await expect(scanned(policy('cut.db'), before)).rejects.toMatchObject({ code: 'VulnerabilityDatabaseUnreadable' });
    writeFileSync(join(directory, 'none.tar.zst'), 'no archive');
    await expect(scanned(policy('none.tar.zst'), before)).rejects.toMatchObject({ code: 'VulnerabilityDatabaseUnreadable' });
    // grype itself ends well here, and says that it has found nothing.
    const torn = database('torn', [{ ...OF_NPM, torn: true }]);
    await expect(scanned(policy(torn), before)).rejects.toMatchObject({ code: 'VulnerabilityDatabaseUnreadable' });
    await expect(scanned(policy(database('empty', [])), before)).rejects.toMatchObject({ code: 'VulnerabilityReportInvalid' });
  });

  test('an archive is imported once, as it is published', async () => {
    const archive = join(directory, 'vulnerability-db.tar.gz');
    await runToSuccess('tar', ['-czf', archive, '-C', join(directory, 'known'), 'vulnerability.db']);
    const [first, second] = [
      await scanned(policy('vulnerability-db.tar.gz'), before),
      await scanned(policy('vulnerability-db.tar.gz'), before),
    ];
    expect(first.findings).toHaveLength(4);
    expect(second).toEqual(first);
  });
});
