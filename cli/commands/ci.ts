import { existsSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { Instance } from '../../constructs/host/instance';
import { githubWorkflow } from '../../operations/pipeline/github';
import { gitlabPipeline } from '../../operations/pipeline/gitlab';
import { pipelineNeeds } from '../../operations/pipeline/needs';
import type { Pipeline, PipelineProps } from '../../operations/pipeline/pipeline';
import { git } from '../../operations/process/git';
import type { Session } from '../../operations/session';
import { synthesizedStacks } from '../audit/stacks';
import { renderPipeline } from '../render/pipeline';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** Options of `appengine ci`. */
export interface CiOptions {
  readonly branch?: string;
  /** Commander's name for `--no-deploy`. */
  readonly deploy: boolean;
  /** True for previews of changes. */
  readonly previews?: boolean;
  readonly force?: boolean;
  readonly print?: boolean;
  readonly json?: boolean;
}

/** Systems that a pipeline can be written for. */
export const CI_SYSTEMS = ['github', 'gitlab'] as const;
type CiSystem = (typeof CI_SYSTEMS)[number];

const WRITERS: Readonly<Record<CiSystem, (props: PipelineProps) => Pipeline>> = { github: githubWorkflow, gitlab: gitlabPipeline };

/**
 * Writes a pipeline for the project; resolves to the exit code.
 * @throws AppEngineError PipelineStateLocal, PipelineExists, PipelineVariableInvalid, SynthFailed
 */
export async function ci(system: CiSystem, { branch, deploy, previews = false, force, print, json }: CiOptions): Promise<number> {
  const session = openSession();
  const repository = await repositoryOf(session);
  const needs = pipelineNeeds((await synthesizedStacks(session)) ?? []);
  if ((deploy || previews) && !needs.isShared) {
    throw new AppEngineError(
      'PipelineStateLocal',
      'states are files of this machine, where a runner does not find them; give the platform a backend and run appengine state migrate (docs/state.md), or write a pipeline that deploys nothing, by --no-deploy',
    );
  }
  const { name, directory } = session.instance;
  const pipeline = WRITERS[system]({
    needs,
    directory: relative(repository, realpathSync(session.workspace.directory)),
    branch: branch ?? (await defaultBranch(session)),
    ...(name === Instance.fromEnvironment({}, directory).name ? {} : { instance: name }),
    deploys: deploy,
    previews,
  });
  if (print === true) {
    process.stdout.write(pipeline.text);
    return 0;
  }
  const file = join(repository, pipeline.path);
  await write(file, pipeline.text, force === true);
  const document = { system, file, deploys: deploy, previews, needs };
  tellResult(json === true ? { json } : {}, document, () => renderPipeline(document, relative(process.cwd(), file)));
  return 0;
}

async function write(file: string, text: string, isForced: boolean): Promise<void> {
  if (existsSync(file) && !isForced) {
    throw new AppEngineError(
      'PipelineExists',
      `${file} is there already, and nothing was written; --force replaces it, --print shows the new one`,
    );
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Root of the repository that has the project; without one, the project itself. */
async function repositoryOf({ workspace: { directory }, environment }: Session): Promise<string> {
  return (await git(directory, ['rev-parse', '--show-toplevel'], environment)) ?? realpathSync(directory);
}

/** As the repository on the server has it; without that, the branch that is checked out. */
async function defaultBranch({ workspace: { directory }, environment }: Session): Promise<string> {
  const remote = await git(directory, ['symbolic-ref', '--short', 'refs/remotes/origin/HEAD'], environment);
  return remote?.replace(/^origin\//, '') ?? (await git(directory, ['symbolic-ref', '--short', 'HEAD'], environment)) ?? 'main';
}
