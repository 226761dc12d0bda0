import { basename } from 'node:path';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** Repository part of an image's name. @param name as it is declared; the directory's last part otherwise. @throws AppEngineError RepositoryInvalid */
export function imageRepository(scope: IConstruct, directory: string, name: string | undefined): string {
  const repository = name ?? basename(directory);
  if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(repository)) return repository;
  throw new AppEngineError(
    'RepositoryInvalid',
    `image repository ${JSON.stringify(repository)} must be a-z and 0-9 with single ".", "_" or "-" between them; set \`repository\``,
    scope,
  );
}
