import { AppEngineError } from '../../constructs/errors';
import { readAuthorities } from '../../operations/certificates/read-authorities';
import type { Session } from '../../operations/session';
import type { Mending } from '../reconcile/mending';

/**
 * Lets the containers of a stack that make or sign authorities run once more where one is due: which of them are made anew is theirs to decide.
 * @throws AppEngineError AuthorityNotRenewed
 */
export async function renewAuthorities(session: Session, stack: string): Promise<readonly Mending[]> {
  const due = (await readAuthorities(session, stack)).filter(({ isDue }) => isDue);
  for (const { id, container } of due) {
    const handle = session.engine().getContainer(id);
    await handle.start();
    const { StatusCode: code } = (await handle.wait()) as { StatusCode: number };
    if (code !== 0) {
      throw new AppEngineError(
        'AuthorityNotRenewed',
        `${container} ended with exit code ${String(code)}, and certificates are served as before; its log says why: docker logs ${container}`,
      );
    }
  }
  return due.map(({ container }) => ({ kind: 'renewed', name: container }));
}
