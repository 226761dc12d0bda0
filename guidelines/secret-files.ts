import { secretsInText } from '../constructs/secret-like';
import type { Upload } from './facts/container-facts';
import { mapKnown, type Items } from './facts/known';
import { expectNone, pluck, type Outcome } from './outcome';

/** Files without secrets: a finding has the path of the file, and the forms and names of the secrets in it. */
export function expectNoSecretFile(attribute: string, uploads: Items<Upload>): readonly Outcome[] {
  if (uploads.length === 0) return [];
  const files = pluck(uploads, ({ path, content }) =>
    mapKnown(content, (text) => ({ file: path.known ? path.value : path.expression, secrets: secretsInText(text) })),
  );
  return expectNone(
    attribute,
    files,
    ({ secrets }) => secrets.length > 0,
    ({ file, secrets }) => (secrets.length === 0 ? file : `${file}: ${secrets.join(', ')}`),
  );
}
