import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import type { Facts, Rule, Surface } from '../../guidelines';
import { evaluateEngine, evaluateTargets, type Audit, type AuditTarget, type SkippedSurface } from '../../guidelines/audit';
import { judgedFacts, othersIn } from '../../guidelines/judged';
import { factsOfEngine } from '../../guidelines/surfaces/live';
import { factsOfPlan } from '../../guidelines/surfaces/plan';
import { settingsOf } from '../../guidelines/evaluation-settings';
import { terraformSteps } from '../bootstrap/bootstrap';
import { EngineStep } from '../bootstrap/engine';
import { adoptEnvironment } from '../bootstrap/environment';
import type { Step } from '../bootstrap/step';
import { TerraformCli } from '../../operations/terraform/terraform-cli';
import { EmbeddedEngine } from '../engine/embedded';
import { bounded } from '../../operations/process/bounded';
import { row } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import { showProgress } from '../terminal/progress';
import type { Session } from '../../operations/session';
import { openSession } from '../session';
import { readFiles } from './files';
import { readEngine } from './live';
import { partOf, synthesizedStacks, type SynthesizedStack } from './stacks';

/** Options of an audit. */
export interface AuditRequest {
  /** @default all that can be reached */
  readonly surfaces?: readonly Surface[];
  /** Engine for the live surface. @default the one that a deployment would use */
  readonly host?: string;
  /** Configurations and plans of anybody. @default the stacks of this project */
  readonly files?: readonly string[];
  /** True to search images for setuid files. @default only where the engine is on this machine */
  readonly scanImages?: boolean;
  /** @default those of each stack, as far as they travel with it */
  readonly rules?: readonly Rule[];
  /** True to judge what others have on the engine too. @default false */
  readonly all?: boolean;
  /** `YYYY-MM-DD`, for waivers that expire. */
  readonly today: string;
}

/** Plans at a time: more are slower on the two cores of a small host. */
const PLANS = 2;

/**
 * Looks at every surface that was asked for, with its progress on standard error.
 * @throws AppEngineError SurfaceUnreached if one that was asked for cannot be reached, or none can
 */
export async function audit(request: AuditRequest): Promise<Audit> {
  const audited = await (request.files === undefined ? auditProject(request) : auditFiles(request, request.files));
  const missing = audited.skipped.filter(({ surface }) => request.surfaces?.includes(surface) ?? audited.reports.length === 0);
  const [first] = missing;
  if (first !== undefined) throw new AppEngineError('SurfaceUnreached', `${first.surface} cannot be audited: ${first.reason}`);
  return request.surfaces === undefined ? audited : { ...audited, skipped: [] };
}

async function auditProject(request: AuditRequest): Promise<Audit> {
  const session = openSession();
  const wants = (surface: Surface): boolean => request.surfaces?.includes(surface) ?? true;
  const skipped: SkippedSurface[] = [];
  const stacks = await withProgress('Synth', async () => {
    const found = await synthesizedStacks(session);
    return [found, found === undefined ? 'no main.ts, and nothing was synthesized' : `${String(found.length)} stacks`] as const;
  });
  if (stacks === undefined) {
    const reason = `${session.workspace.directory} has no main.ts and no synthesized stacks; synthesize first, or name files with --file`;
    skipped.push({
      surface: 'synth',
      reason: 'the project has no main.ts and no synthesized stacks; change to a directory that has, or name files by --file',
    });
    if (request.surfaces?.some((surface) => surface !== 'live') === true) throw new AppEngineError('SurfaceUnreached', reason);
  }
  const declared = stacks?.map(partOf);
  const synth = wants('synth') && declared !== undefined ? [evaluateTargets('synth', declared, request.today, request.rules)] : [];
  const plan = wants('plan') ? await orSkip('plan', skipped, () => plannedParts(session, stacks)) : undefined;
  const live = wants('live') ? await orSkip('live', skipped, () => engineFacts(request, session, declared)) : undefined;
  const waivers = declared?.flatMap(({ settings }) => settings.waivers) ?? [];
  const judged = live === undefined || request.all === true ? live : judgedFacts(live, waivers, session.instance.name);
  return {
    reports: [
      ...synth,
      ...(plan === undefined ? [] : [evaluateTargets('plan', plan, request.today, request.rules)]),
      ...(judged === undefined ? [] : [evaluateEngine(judged, declared ?? [], request.today, request.rules, live)]),
    ],
    skipped,
    ...(live === undefined || judged === undefined || judged === live ? {} : { others: othersIn(live, judged) }),
  };
}

async function auditFiles(request: AuditRequest, names: readonly string[]): Promise<Audit> {
  const files = await readFiles(names);
  const partsOf = (surface: Surface): readonly AuditTarget[] => files.filter((file) => file.surface === surface).map(({ part }) => part);
  const reports = (['synth', 'plan'] as const)
    .filter((surface) => partsOf(surface).length > 0)
    .map((surface) => evaluateTargets(surface, partsOf(surface), request.today, request.rules));
  if (request.surfaces?.includes('live') !== true) return { reports, skipped: [] };
  const skipped: SkippedSurface[] = [];
  const declared = files.map(({ part }) => part);
  const live = await orSkip('live', skipped, () => engineFacts(request, undefined, declared));
  return { reports: [...reports, ...(live === undefined ? [] : [evaluateEngine(live, declared, request.today, request.rules)])], skipped };
}

async function plannedParts(session: Session, stacks: readonly SynthesizedStack[] | undefined): Promise<readonly AuditTarget[]> {
  if (stacks === undefined) throw new Unreachable('there are no synthesized stacks to plan');
  for (const step of [...terraformSteps(session), new EngineStep(new EmbeddedEngine())]) await prepare(step);
  return withProgress('Plan', async (report) => {
    let done = 0;
    const parts = await bounded(stacks, PLANS, async ({ directory, configuration }) => {
      report(`${String(done)} of ${String(stacks.length)} stacks`);
      const plan = await new TerraformCli(session, directory).plan();
      done++;
      return { facts: factsOfPlan(plan, configuration), settings: settingsOf(configuration) };
    });
    return [parts, `${String(parts.length)} stacks`];
  });
}

async function engineFacts(
  request: AuditRequest,
  session: Session | undefined,
  declared: readonly AuditTarget[] | undefined,
): Promise<readonly Facts[]> {
  if (request.host === undefined) await prepare(new EngineStep(new EmbeddedEngine()));
  const host = request.host ?? process.env.DOCKER_HOST ?? '';
  const cacheFile = session === undefined ? undefined : join(session.instance.directory, 'audit', 'images.json');
  return withProgress('Live', async (report) => {
    const snapshot = await readEngine(host, { scanImages: request.scanImages, cacheFile, report });
    const facts = factsOfEngine(
      snapshot,
      declared?.flatMap((part) => part.facts),
    );
    return [facts, `${String(snapshot.containers.length)} containers, ${String(snapshot.images.length)} images`];
  });
}

/** A surface that is not there, which is no error unless it was asked for. */
class Unreachable extends Error {}

async function orSkip<T>(surface: Surface, skipped: SkippedSurface[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    skipped.push({ surface, reason: error.message });
    return undefined;
  }
}

/** Takes what a step of the bootstrap finds; an audit installs and starts nothing. */
async function prepare(step: Step): Promise<void> {
  const { found, detail, fix, environment } = await step.check();
  if (!found) throw new Unreachable(fix === undefined ? detail : `${detail}; ${fix}`);
  adoptEnvironment(environment);
}

/** One line of progress, which ends with what came of it. */
async function withProgress<T>(subject: string, work: (report: ProgressCallback) => Promise<readonly [T, string]>): Promise<T> {
  const results: T[] = [];
  const run = async (report: ProgressCallback): Promise<string> => {
    const [result, line] = await work(report);
    results.push(result);
    return row(subject, line);
  };
  await showProgress([{ subject, run }], { toStandardError: true });
  const [result] = results;
  return result as T;
}
