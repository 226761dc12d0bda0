import { type EmbeddedEngine } from './embedded';
import { askEngine, type Silence } from '../../operations/engine/connect';
import { findProgram } from '../process/find-program';
import { run } from '../../operations/process/run';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** An engine that may answer, and why it is looked at. */
export interface Candidate {
  readonly host: string;
  readonly origin: string;
}

export interface AnsweringEngine extends Candidate {
  readonly version: string;
}

/** Engines to try, first match wins. `DOCKER_HOST` is the user's decision: nothing else is tried then. */
export async function candidates(embedded: EmbeddedEngine): Promise<readonly Candidate[]> {
  const ours = { host: embedded.host, origin: 'embedded' };
  const { DOCKER_HOST } = process.env;
  if (DOCKER_HOST !== undefined) return [DOCKER_HOST === ours.host ? ours : { host: DOCKER_HOST, origin: 'DOCKER_HOST' }];
  return [...(await contextCandidates()), ours];
}

/** One that does not answer, and why. */
export type SilentEngine = Candidate & Silence;

/** Outcome of asking. */
export interface Selection {
  /** The first one that answers. @default none does */
  readonly engine?: AnsweringEngine;
  /** Those that were asked before, or all. */
  readonly silent: readonly SilentEngine[];
}

/** Asks one candidate after the other. */
export async function selectEngine(tried: readonly Candidate[]): Promise<Selection> {
  const silent: SilentEngine[] = [];
  for (const candidate of tried) {
    const answer = await askEngine(candidate.host, process.env);
    if ('version' in answer) return { engine: { ...candidate, version: answer.version }, silent };
    silent.push({ ...candidate, ...answer });
  }
  return { silent };
}

async function contextCandidates(): Promise<readonly Candidate[]> {
  const fallback = { host: DEFAULT_HOST, origin: 'default socket' };
  if (findProgram('docker') === undefined) return [fallback];
  const { exitCode, stdout } = await run('docker', ['context', 'inspect'], { environment: { ...process.env, DOCKER_HOST: undefined } });
  if (exitCode !== 0) return [fallback];
  const [context] = JSON.parse(stdout) as { Name?: string; Endpoints?: { docker?: { Host?: string } } }[];
  const host = context?.Endpoints?.docker?.Host;
  if (host === undefined || host === DEFAULT_HOST) return [fallback];
  return [{ host, origin: `docker context ${context?.Name ?? ''}` }];
}
