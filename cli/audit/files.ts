import { readFile } from 'node:fs/promises';
import { AppEngineError } from '../../constructs/errors';
import type { Facts, Surface } from '../../guidelines';
import type { AuditTarget } from '../../guidelines/audit';
import { factsOfPlan } from '../../guidelines/surfaces/plan';
import { factsOfTerraformJson } from '../../guidelines/surfaces/synth';
import { settingsOf } from '../../guidelines/evaluation-settings';

/** A file of `--file`, and its kind. */
export interface AuditedFile {
  readonly surface: Surface;
  readonly part: AuditTarget;
}

/** Top-level keys of which any makes a file a Terraform JSON configuration. */
const CONFIGURATION_KEYS = ['action', 'data', 'locals', 'module', 'output', 'provider', 'resource', 'terraform', 'variable'];
const EXPECTED = 'a cdk.tf.json, another configuration in Terraform JSON, or what `terraform show -json <plan>` prints';

/** Reads files of anybody, and tells by their content what they are. @throws AppEngineError AuditFileInvalid, PlanInvalid, TerraformJsonInvalid */
export async function readFiles(files: readonly string[]): Promise<readonly AuditedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const json = await readJson(file);
      const surface = surfaceOf(file, json);
      const facts = surface === 'plan' ? factsOfPlan(json) : factsOfTerraformJson(json);
      return { surface, part: { facts: files.length === 1 ? facts : named(file, facts), settings: settingsOf(json) } };
    }),
  );
}

/** Reads a file and finds its kind. @throws AppEngineError AuditFileInvalid */
export function surfaceOf(file: string, json: unknown): Surface {
  const keys = typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.keys(json) : [];
  if (keys.includes('format_version') && (keys.includes('planned_values') || keys.includes('resource_changes'))) return 'plan';
  if (keys.includes('format_version')) throw invalid(file, 'is a state, which says nothing about what is declared');
  if (keys.some((key) => CONFIGURATION_KEYS.includes(key))) return 'synth';
  throw invalid(file, keys.length === 0 ? 'holds no object' : `has none of the keys ${CONFIGURATION_KEYS.join(', ')}`);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid(file, `cannot be read (${error instanceof Error ? error.message : String(error)})`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(file, `is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Among several files a resource that no construct made is named with its file. */
function named(file: string, facts: readonly Facts[]): readonly Facts[] {
  return facts.map((fact) => (fact.path === fact.address ? { ...fact, path: `${file}/${fact.path}` } : fact));
}

function invalid(file: string, problem: string): AppEngineError {
  return new AppEngineError('AuditFileInvalid', `${file} ${problem}; name one of these instead: ${EXPECTED}`);
}
