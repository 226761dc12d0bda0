import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { evaluateTargets, type AuditTarget } from '../../guidelines/audit';
import type { Report } from '../../guidelines/report';
import { factsOfTerraformJson } from '../../guidelines/surfaces/synth';
import { settingsOf } from '../../guidelines/evaluation-settings';
import { readManifest, type DeclaredStack } from '../../operations/state/manifest';
import { synth } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import type { Session } from '../../operations/session';

/** A synthesized stack, ready to be evaluated. */
export interface SynthesizedStack {
  readonly name: string;
  /** Working directory of Terraform. */
  readonly directory: string;
  /** Its `cdk.tf.json`. */
  readonly configuration: unknown;
}

/**
 * The project's stacks as they are now, or as they were last synthesized where there is no `main.ts`; undefined where there is neither. A synth that
 * findings stop is repeated, so that each finding keeps its rule.
 * @throws AppEngineError SynthFailed for any other reason
 */
export async function synthesizedStacks(session: Session): Promise<readonly SynthesizedStack[] | undefined> {
  if (!existsSync(join(session.workspace.directory, 'main.ts'))) {
    const declared = readManifest(session.workspace.outputDirectory);
    return declared?.map((stack) => readStack(session.workspace.outputDirectory, stack));
  }
  try {
    return readStacks(await synth(session, { inPlace: true }));
  } catch (error) {
    if (!(error instanceof AppEngineError) || error.code !== 'SynthFailed') throw error;
    return readStacks(await synth(session, { inPlace: true, tellsFindings: true }));
  }
}

function readStacks({ directory, stacks }: Synthesis): readonly SynthesizedStack[] {
  return stacks.map((stack) => readStack(directory, stack));
}

/** A stack that a synth wrote. */
export function readStack(outputDirectory: string, { name, workingDirectory }: DeclaredStack): SynthesizedStack {
  const directory = join(outputDirectory, workingDirectory);
  return { name, directory, configuration: JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as unknown };
}

/** A stack with the settings that travel in it. */
export function partOf({ configuration }: SynthesizedStack): AuditTarget {
  return { facts: factsOfTerraformJson(configuration), settings: settingsOf(configuration) };
}

/** Judges stacks as they were synthesized. @param today `YYYY-MM-DD` */
export function judgeSynthesized(stacks: readonly SynthesizedStack[], today: string): Report {
  return evaluateTargets('synth', stacks.map(partOf), today);
}
