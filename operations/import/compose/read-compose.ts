import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { SourceApp, SourceSecret } from '../description';
import { environmentFileValues } from '../environment-files';
import { invalid } from '../invalid';
import { dropped, todo, type Remark } from '../remark';
import { isSecretVariable } from '../secret-variables';
import type { Variables } from '../yaml/interpolate';
import type { Located } from '../yaml/located';
import { parseYaml } from '../yaml/parse';
import { mergedService } from './merge';
import { readService } from './read-service';

const OVERRIDES = ['compose.override.yaml', 'compose.override.yml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];
const DEEPEST = 10;

/**
 * Reads a compose file, and what it refers to: `.env` beside it, files of variables, and bases of `extends`.
 * @param path absolute
 * @param shown the path as remarks name it
 * @throws AppEngineError ImportSourceInvalid
 */
export function readCompose(path: string, shown: string, text: string): SourceApp {
  const directory = dirname(path);
  const variables = environmentFileValues(join(directory, '.env'));
  const file = parseYaml(shown, text, { variables }).expectMap('a compose file');
  const services = file.get('services')?.expectMap('`services`');
  if (services === undefined || services.entries.length === 0) throw invalid(file.position, '`services` has no service', 'add one');
  const bases = new Bases(variables);
  const name = file.get('name')?.text;
  return {
    format: 'Compose',
    files: [shown],
    directory,
    ...(name === undefined || name === '' ? {} : { name }),
    services: services.entries.map(({ key, value, position }) => {
      const service = readService(key, bases.resolve(key, value.expectMap(`service ${key}`), { file, path, shown }), directory);
      return { ...service, position };
    }),
    secrets: secretsOf(file.get('secrets')),
    secretValues: Object.entries(variables).flatMap(([variable, value]) => (isSecretVariable(variable, value) ? [value] : [])),
    remarks: remarksOf(file, directory),
  };
}

interface File {
  readonly file: Located;
  readonly path: string;
  readonly shown: string;
}

/** Services that others extend. */
class Bases {
  constructor(private readonly variables: Variables) {}

  resolve(name: string, service: Located, from: File, depth = 0): Located {
    const given = service.get('extends');
    if (given === undefined || given.isEmpty) return service;
    const baseName = given.text ?? given.get('service')?.text ?? name;
    const other = given.get('file')?.text;
    const source = other === undefined ? from : this.read(given, other, from);
    const base = source.file.get('services')?.get(baseName);
    if (base === undefined || depth > DEEPEST) {
      throw invalid(given.position, `service ${name} extends ${baseName}, which ${source.shown} does not have, or which extends itself`);
    }
    return mergedService(this.resolve(baseName, base, source, depth + 1), service);
  }

  private read(given: Located, other: string, from: File): File {
    const path = resolve(dirname(from.path), other);
    try {
      const text = readFileSync(path, 'utf8');
      const shown = isAbsolute(other) ? other : join(dirname(from.shown), other);
      return { file: parseYaml(shown, text, { variables: this.variables }), path, shown };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!/^E[A-Z]+$/.test(code ?? '')) throw error;
      throw invalid(given.position, `${other} cannot be read (${code ?? ''})`, 'name a file that is there');
    }
  }
}

function secretsOf(secrets: Located | undefined): readonly SourceSecret[] {
  return (secrets?.entries ?? []).map(({ key, value, position }) => {
    const file = value.get('file')?.text;
    const variable = value.get('environment')?.text;
    return {
      name: key,
      position,
      ...(file === undefined ? {} : { file }),
      ...(variable === undefined ? {} : { variable }),
    };
  });
}

const TOP_LEVEL: Readonly<Record<string, string>> = {
  name: '',
  services: '',
  secrets: '',
  volumes: '',
  configs: '',
  version: 'Compose does not read it any more',
  networks: 'an app is in one network with what it uses, and in no other',
};

function remarksOf(file: Located, directory: string): readonly Remark[] {
  const keys = file.entries.flatMap(({ key, position }) => {
    const reason = TOP_LEVEL[key];
    if (reason === '') return [];
    if (reason !== undefined) return [dropped(position, key, reason)];
    if (key.startsWith('x-')) return [dropped(position, key, 'an extension: what anchors take from it is in the services')];
    return [
      todo(position, key, key === 'include' ? 'the files that it names are not read: import each' : 'not known here, and not carried over'),
    ];
  });
  const volumes = (file.get('volumes')?.entries ?? []).flatMap(({ key, value, position }) =>
    value.entries
      .filter((entry) => !['name', 'labels'].includes(entry.key) && !(entry.key === 'driver' && entry.value.text === 'local'))
      .map((entry) =>
        todo(position, `volumes.${key}.${entry.key}`, 'a volume is one of the host with nothing in it: copy what has to be there'),
      ),
  );
  const override = OVERRIDES.find((candidate) => existsSync(join(directory, candidate)));
  return [
    ...keys,
    ...volumes,
    ...(override === undefined ? [] : [todo(file.position, override, 'Compose reads this file as well, and the import does not')]),
  ];
}
