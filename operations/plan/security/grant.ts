import type { Known } from '../../../guidelines/facts/known';

/** Kind of a grant, stable for programs. */
export type GrantKind =
  | 'application-confinement'
  | 'bind'
  | 'capability'
  | 'capability-drop'
  | 'connection'
  | 'device'
  | 'egress'
  | 'engine-driver'
  | 'exemption'
  | 'file-system'
  | 'group'
  | 'host-path'
  | 'image'
  | 'image-policy'
  | 'kernel-setting'
  | 'limit'
  | 'log'
  | 'mount'
  | 'namespace'
  | 'network'
  | 'network-setting'
  | 'new-privileges'
  | 'port'
  | 'privileged'
  | 'quota'
  | 'route'
  | 'route-policy'
  | 'runtime'
  | 'secret'
  | 'service'
  | 'system-call'
  | 'system-call-profile'
  | 'tmpfs'
  | 'trust'
  | 'user'
  | 'vulnerability'
  | 'vulnerability-policy'
  | 'waiver';

/** Something that a stack gives to one of its parts, as far as a review of its security wants to know. */
export interface Grant {
  readonly kind: GrantKind;
  /** Path of its construct. */
  readonly where: string;
  /** Which one of its kind there, such as a capability; empty where there is one at most. */
  readonly key: string;
  /** As a person reads it. */
  readonly text: Known<string>;
  /** How far it goes: more is wider. @default another value is another one, neither wider nor narrower */
  readonly level?: number;
  /** Direction of having it where there was none. @default wider */
  readonly having?: 'narrower' | 'changed';
  /** True for what all of a kind have: it is no difference where the whole place is new or gone. @default a difference */
  readonly isUsual?: true;
  /** Guideline or rule, such as `SDG-14` or `SDG-05.4`. */
  readonly guideline: string;
  /** Reason that was given for it. @default none */
  readonly reason?: string;
}

/** Difference between what is deployed and what is planned. */
export interface SecurityChange {
  /** `unknown` is known after the apply: it counts as wider where a threshold is. */
  readonly direction: 'wider' | 'narrower' | 'changed' | 'unknown';
  readonly kind: GrantKind;
  readonly key: string;
  readonly where: string;
  /** Empty where there was none. */
  readonly from: string;
  /** Empty where there will be none. */
  readonly to: string;
  readonly guideline: string;
  readonly reason?: string;
}
