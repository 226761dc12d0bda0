import { relative } from 'node:path';
import { Runtime } from '../../constructs/build/runtime';
import { SourceDirectory } from '../../constructs/build/plan/source-directory';
import { renderBuildPlan } from '../render/build-plan';
import { tellResult } from '../terminal/result';

/** Options of `appengine build`. */
export interface BuildOptions {
  readonly print?: boolean;
  readonly json?: boolean;
}

/** Shows how sources become an image: nothing is built; resolves to the exit code. */
export function build(directory: string, options: BuildOptions): Promise<number> {
  const source = new SourceDirectory(directory);
  const { runtime, because } = Runtime.detect(directory);
  const plan = runtime.plan(source);
  const dockerfile = plan?.dockerfile({ cacheScope: 'tenant', buildArgs: [], secrets: [] }) ?? source.text('Dockerfile');
  const found = {
    directory: relative('', source.path) || '.',
    runtime: runtime.name,
    because,
    found: plan?.found ?? ['its own Dockerfile'],
    advice: plan?.advice ?? [],
  };
  tellResult(options, { ...found, dockerfile }, () => (options.print === true ? dockerfile : renderBuildPlan(found)));
  return Promise.resolve(0);
}
