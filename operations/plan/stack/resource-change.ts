/** A resource that an apply would change. */
export interface ResourceChange {
  /** Such as `docker_container.Shop_Replica1_4321AA6F`. */
  readonly address: string;
  readonly type: string;
  /** Path of its construct, such as `acme/Shop/Replica1`. */
  readonly path: string;
  /** A container whose name bears another generation is the same one, replaced. */
  readonly action: 'create' | 'update' | 'replace' | 'delete';
}

/** A resource of a stack by its address, and whether two configurations have it alike. */
export interface DeclaredBody {
  readonly type: string;
  readonly path: string;
  /** Arguments as text that can be compared. */
  readonly text: string;
}

/** Actions of a plan for a resource that Terraform leaves, or only reads. */
const NOTHING: readonly string[] = ['no-op', 'read'];

/** The action of a plan's `change.actions`; undefined where nothing changes. */
export function actionOf(actions: readonly string[]): ResourceChange['action'] | undefined {
  if (actions.every((action) => NOTHING.includes(action))) return undefined;
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  // Terraform 1.7 and later forget what is `removed`: the engine keeps it.
  return actions.includes('update') ? 'update' : 'delete';
}

/** Changes from one configuration to another one. Which argument an update can change is the provider's to say: containers are replaced. */
export function changesBetween(
  before: ReadonlyMap<string, DeclaredBody>,
  after: ReadonlyMap<string, DeclaredBody>,
): readonly ResourceChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((address): readonly ResourceChange[] => {
    const [old, now] = [before.get(address), after.get(address)];
    const body = now ?? old;
    if (body === undefined || old?.text === now?.text) return [];
    const action = old === undefined ? 'create' : now === undefined ? 'delete' : body.type === 'docker_network' ? 'update' : 'replace';
    return [{ address, type: body.type, path: body.path, action }];
  });
}
