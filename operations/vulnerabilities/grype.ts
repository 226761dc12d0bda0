import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { InvalidValue, JsonValue } from '../../constructs/release/json-value';
import { SEVERITY_NAMES, type SeverityName } from '../../constructs/vulnerabilities/severity';
import type { Environment } from '../environment';
import { harmless, shortened } from '../process/harmless';
import { runToSuccess } from '../process/run';
import { inScratch } from '../sbom/image-archive';
import type { Session } from '../session';
import type { Match } from './judge';

/** Environment of grype: nothing of this machine or its user counts, nothing is fetched, and its own idea of how old data may be is off. */
export function grypeEnvironment({ environment }: Session, databases: string): Environment {
  return {
    PATH: environment.PATH,
    HOME: databases,
    XDG_CONFIG_HOME: databases,
    TMPDIR: databases,
    GRYPE_CHECK_FOR_APP_UPDATE: 'false',
    GRYPE_DB_AUTO_UPDATE: 'false',
    GRYPE_DB_VALIDATE_AGE: 'false',
    GRYPE_DB_VALIDATE_BY_HASH_ON_START: 'true',
    GRYPE_DB_CACHE_DIR: databases,
  };
}

/**
 * Known vulnerabilities of what a list of packages names.
 * @param databases directory that grype has its database in
 * @param spdx text of the list
 * @throws AppEngineError ProgramFailed, VulnerabilityReportInvalid
 */
export async function matchesOf(session: Session, databases: string, spdx: string): Promise<readonly Match[]> {
  return inScratch(session.workspace, async (directory) => {
    const file = join(directory, 'image.spdx.json');
    await writeFile(file, spdx);
    const { stdout, stderr } = await runToSuccess('grype', [`sbom:${file}`, '--output', 'json', '-vv'], {
      cwd: directory,
      environment: grypeEnvironment(session, databases),
    });
    checkLog(stderr);
    return readMatches(stdout);
  });
}

/**
 * Refuses a report of a database that could not be asked: grype goes on with the next package, says so in its log alone, and ends well.
 * @param log of grype, in its most detailed form
 * @throws AppEngineError VulnerabilityDatabaseUnreadable
 */
export function checkLog(log: string): void {
  const failed = log.split('\n').find((line) => line.includes('failed to fetch'));
  if (failed === undefined) return;
  throw new AppEngineError(
    'VulnerabilityDatabaseUnreadable',
    `the vulnerability database cannot answer for a package: it is damaged; fetch it again. grype says: ${shortened(harmless(failed.trim()))}`,
  );
}

/** @param text report of grype. @throws AppEngineError VulnerabilityReportInvalid */
export function readMatches(text: string): readonly Match[] {
  try {
    const report = new JsonValue(JSON.parse(text), '');
    const providers = report.field('descriptor').field('db').field('providers');
    if (providers.entries().length === 0) throw providers.invalid('have the sources of the data: without any, nothing is known');
    return report.field('matches').items().map(readMatch);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof InvalidValue)) throw error;
    throw new AppEngineError(
      'VulnerabilityReportInvalid',
      `the report of grype cannot be read: ${error.message.replace(/\s+/g, ' ')}; use the version of this package: take the other one from PATH`,
    );
  }
}

const ANY = /^[^]*$/;

function readMatch(value: JsonValue): Match {
  const [vulnerability, artifact] = [value.field('vulnerability'), value.field('artifact')];
  const ids = [
    vulnerability.field('id').text(ANY, 'a text'),
    ...value
      .field('relatedVulnerabilities')
      .items()
      .map((one) => one.field('id').text(ANY, 'a text')),
  ];
  // The one that advisories and people use.
  const id = ids.find((one) => one.startsWith('CVE-')) ?? ids[0] ?? '';
  const fix = vulnerability.field('fix');
  return {
    id,
    aliases: [...new Set(ids)].filter((one) => one !== id),
    severity: severityOf(vulnerability.field('severity').optionalText(ANY, 'a text')),
    package: artifact.field('name').text(ANY, 'a text'),
    type: artifact.field('type').text(ANY, 'a text'),
    installed: artifact.field('version').text(ANY, 'a text'),
    fixed: fix
      .field('versions')
      .items()
      .map((one) => one.text(ANY, 'a text')),
  };
}

/** One that this version has no name for is as one without a rating. */
function severityOf(text = ''): SeverityName {
  return SEVERITY_NAMES.find((name) => name === text.toLowerCase()) ?? 'unknown';
}
