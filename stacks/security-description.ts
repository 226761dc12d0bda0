import type { IConstruct } from 'constructs';
import { HardenedContainer } from '../constructs/container/hardened-container';
import { EgressProxy } from '../constructs/egress/egress-proxy';
import type { Exemption } from '../constructs/exemption';
import { ImagePolicy } from '../constructs/signing/image-policy';
import type { Quota } from '../constructs/tenancy/quota';
import { waiversAbout } from '../guidelines/cdktf/attachment';
import type { Waiver } from '../guidelines/waivers';
import type { PublicKey } from '../constructs/signing/public-key';

/** Facts for a review of a stack that are in no resource, as the stack's output `security` has them. */
export interface SecurityDescription {
  /** Of a tenant: memory in MiB and cores of all its apps together; null is no limit. */
  readonly quota?: { readonly memory: number | null; readonly cpu: number | null };
  /** Destinations that apps reach by an egress of their own, such as `api.stripe.com:443`, by the paths of the apps. */
  readonly egress: Readonly<Record<string, readonly string[]>>;
  /** Defaults that are switched off. */
  readonly exemptions: readonly ExemptionDescription[];
  readonly waivers: readonly Waiver[];
  /** Keys one of which has to have signed every image, by their names: fingerprints, and until when they count. @default images need no signature */
  readonly signers?: Readonly<Record<string, string>>;
  /** Most processes of each container, by its path; null is no limit. */
  readonly pids: Readonly<Record<string, number | null>>;
}

/** A default that is switched off. */
export interface ExemptionDescription extends Exemption {
  /** Path of the container that it is about. */
  readonly path: string;
}

/** @param quota of a tenant. @default the stack is the platform's */
export function describeSecurity(stack: IConstruct, quota?: Quota): SecurityDescription {
  const all = stack.node.findAll();
  const containers = all.filter((construct) => construct instanceof HardenedContainer);
  const proxies = all.filter((construct) => construct instanceof EgressProxy);
  const policy = ImagePolicy.find(stack);
  return {
    ...(quota === undefined ? {} : { quota: { memory: quota.granted.memory.mebibytes ?? null, cpu: quota.granted.cpu.cores ?? null } }),
    egress: Object.fromEntries(proxies.map(({ node, destinations }) => [node.scope?.node.path ?? node.path, destinations])),
    exemptions: [
      ...(policy?.exemption === undefined ? [] : [{ path: stack.node.path, ...policy.exemption }]),
      ...containers.flatMap(({ node: { path }, exemptions }) => exemptions.map((exemption) => ({ path, ...exemption }))),
    ],
    waivers: waiversAbout(stack),
    ...(policy?.keys === undefined ? {} : { signers: signersOf(policy.keys) }),
    pids: Object.fromEntries(containers.map(({ node: { path }, pids }) => [path, pids.limit ?? null])),
  };
}

function signersOf(keys: readonly PublicKey[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.map(({ name, fingerprint, until }) => [name, until === undefined ? fingerprint : `${fingerprint}, until ${until}`]),
  );
}
