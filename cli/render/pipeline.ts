import type { PipelineNeeds } from '../../operations/pipeline/needs';
import { colors } from '../terminal/colors';

/** The result of `appengine ci`, for programs. */
export interface PipelineDocument {
  /** Such as `github`. */
  readonly system: string;
  /** Absolute path of the pipeline. */
  readonly file: string;
  readonly deploys: boolean;
  readonly previews: boolean;
  readonly needs: PipelineNeeds;
}

/** For people: what was written, and what is left to set. @param file as it is shown */
export function renderPipeline({ deploys, previews, needs }: PipelineDocument, file: string): string {
  const given = [...needs.credentials, ...needs.variables, ...needs.files.map(({ path, variable }) => `${variable} (content of ${path})`)];
  const settings = ['DOCKER_HOST, ENGINE_HOST_KEYS, ENGINE_SSH_KEY: the engine', ...given.map((name) => `${name}: a secret`)];
  return [
    `  ${colors.green('✔')} ${file}`,
    '',
    ...(deploys
      ? ['  Set for its environment "production", as the head of the file says:', ...settings.map((one) => `    ${one}`), '']
      : []),
    ...(previews
      ? ['  Its environment "preview" has the same settings of the engine: who may use it has the engine, so let it ask a reviewer.', '']
      : []),
    ...needs.programs.map((program) => `  ${program} has to print its secrets on the runner: add a step that installs it, and signs in.`),
    '  Next:',
    `    git add ${file} && git commit -m 'ci: check, plan and deploy'`,
    '',
  ].join('\n');
}
