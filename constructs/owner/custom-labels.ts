import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** The one label of the platform's own namespace that users set: how far the containers are trusted. */
const TRUST = 'appengine.trust';
const RESERVED = /^(appengine|com\.docker|io\.docker|org\.dockerproject)\./;
const NAME = /^[a-z0-9]+([._/-][a-z0-9]+)*$/;
const LONGEST_NAME = 128;
const LONGEST_VALUE = 1024;

const labels = new WeakMap<IConstruct, Map<string, string>>();
/** Scopes below which a container has taken its labels. */
const taken = new WeakSet<IConstruct>();

/** Labels of users' own on all containers at and below a scope, such as who looks after them. */
export class Labels {
  /** Those of a scope, and so of all containers below. */
  static of(scope: IConstruct): Labels {
    return new Labels(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Call it before the containers are made: labels are part of their generation. A label nearer to a container wins.
   * @param name such as `com.acme.owner`; not below `appengine.` but for `appengine.trust`, which says how far the containers are trusted
   * @param value at most 1024 characters, public
   * @throws AppEngineError LabelInvalid, LabelTooLate
   */
  add(name: string, value: string): void {
    checkLabel(this.scope, name, value);
    if (taken.has(this.scope)) {
      throw new AppEngineError(
        'LabelTooLate',
        `label ${JSON.stringify(name)} must be added before the first container below; move Labels.of(…).add(…) up`,
        this.scope,
      );
    }
    const own = labels.get(this.scope) ?? new Map<string, string>();
    labels.set(this.scope, own.set(name, value));
  }
}

/** Labels of a container: those of all scopes around it, then its own. @throws AppEngineError LabelInvalid */
export function labelsOf(container: IConstruct, own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(own)) checkLabel(container, name, value);
  const { scopes } = container.node;
  for (const scope of scopes) taken.add(scope);
  return Object.fromEntries([...scopes.flatMap((scope) => [...(labels.get(scope) ?? [])]), ...Object.entries(own)]);
}

function checkLabel(scope: IConstruct, name: string, value: string): void {
  const isReserved = RESERVED.test(name) && name !== TRUST;
  const isPrintable = !/[\p{Cc}]/u.test(value);
  if (NAME.test(name) && name.length <= LONGEST_NAME && !isReserved && isPrintable && value.length <= LONGEST_VALUE) return;
  throw new AppEngineError(
    'LabelInvalid',
    `label ${JSON.stringify(name)} with value ${JSON.stringify(value)} must have a name of at most ${String(LONGEST_NAME)} of a-z, 0-9 and single ".", "_", "/" or "-", not below appengine., com.docker., io.docker. or org.dockerproject., and a printable value of at most ${String(LONGEST_VALUE)} characters; use a name such as com.acme.owner`,
    scope,
  );
}
