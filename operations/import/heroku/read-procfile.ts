import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Procfile } from '../../../constructs/build/plan/procfile';
import { Runtime } from '../../../constructs/build/runtime';
import { AppEngineError } from '../../../constructs/errors';
import type { SourceApp, SourceBuild, SourceService, Variable } from '../description';
import { environmentFileValues } from '../environment-files';
import { changed, todo, type Position, type Remark } from '../remark';
import { isSecretVariable } from '../secret-variables';
import { readAppJson, type AppJson } from './app-json';

const NOTHING: AppJson = { services: [], addons: [], environment: [], formation: new Map(), remarks: [] };

/**
 * Reads a Procfile and the `app.json` beside it.
 * @param path absolute
 * @param shown the path as remarks name it
 * @param root absolute directory of the project
 * @throws AppEngineError ProcfileInvalid, ImportSourceInvalid
 */
export function readProcfile(path: string, shown: string, root: string): SourceApp {
  const directory = dirname(path);
  const procfile = Procfile.of(path);
  const appJson = join(directory, 'app.json');
  const shownJson = join(dirname(shown), 'app.json');
  const given = existsSync(appJson) ? readAppJson(shownJson, readFileSync(appJson, 'utf8')) : NOTHING;
  const environmentFile = environmentFileValues(join(directory, '.env'));
  const lines = readFileSync(path, 'utf8').split('\n');
  const processes = procfile.names.map((name) => {
    const line = lines.findIndex((candidate) => candidate.startsWith(`${name}:`));
    return processOf(name, { file: shown, line: line + 1, column: 1 }, { procfile, directory, root, given });
  });
  return {
    format: given === NOTHING ? 'Procfile' : 'Procfile and app.json',
    files: given === NOTHING ? [shown] : [shown, shownJson],
    directory,
    ...(given.name === undefined ? {} : { name: given.name }),
    services: [...given.services, ...processes],
    secrets: [],
    secretValues: Object.entries(environmentFile).flatMap(([name, value]) => (isSecretVariable(name, value) ? [value] : [])),
    remarks: given.remarks,
  };
}

interface Context {
  readonly procfile: Procfile;
  readonly directory: string;
  readonly root: string;
  readonly given: AppJson;
}

function processOf(name: string, position: Position, { procfile, directory, root, given }: Context): SourceService {
  const build: SourceBuild = { position, directory, isSource: true, args: [] };
  const isWeb = name === 'web';
  const formation = given.formation.get(name);
  const shell = problemOf(() => procfile.command(name));
  const runtime = problemOf(() => Runtime.detect(directory));
  const file = relative(root, join(directory, 'Procfile'));
  const remarks: Remark[] = [
    ...(shell === undefined
      ? []
      : [todo(position, name, 'no shell reads a command: put more than a program and its arguments into a script')]),
    ...(runtime === undefined
      ? []
      : [todo(position, name, 'no runtime is known for these sources: write a Dockerfile, and take AppImage.fromDirectory')]),
    ...(isWeb ? [changed(position, name, 'PORT is 8080')] : []),
    ...(formation?.remarks ?? []),
  ];
  return {
    name,
    position,
    build,
    process: { file, name },
    environment: environmentOf(given),
    ports: isWeb ? [{ port: 8080, isPublished: true, isTcp: true, position }] : [],
    routes: [],
    mounts: [],
    secrets: [],
    dependsOn: given.addons.map(({ service }) => ({ service, completes: false, position })),
    ...(name === 'release' ? { isRelease: true } : {}),
    ...(formation?.healthCheck === undefined ? {} : { healthCheck: formation.healthCheck }),
    ...(formation?.replicas === undefined ? {} : { replicas: formation.replicas }),
    ...(formation?.memory === undefined ? {} : { memory: formation.memory }),
    remarks,
  };
}

/** Addons give variables, which look here like addresses of the services that take their place. */
function environmentOf({ addons, environment }: AppJson): readonly Variable[] {
  const urls = addons.flatMap(({ service, variables, scheme, position }) =>
    variables.map((name) => ({ name, value: `${scheme}://${service}`, variables: [], position })),
  );
  return [...urls, ...environment.filter(({ name }) => !urls.some((url) => url.name === name))];
}

function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof AppEngineError) return error.code;
    throw error;
  }
}
