import { AppEngineError } from '../errors';
import { contentHash } from '../cdktf/generation';

/** A subnet and the address that the bridge takes in it. */
export interface Subnet {
  /** Such as `10.64.3.0/26`. */
  readonly cidr: string;
  /** First usable address. */
  readonly gateway: string;
}

const TENANT_BASE = (10 << 24) | (64 << 16);
const INGRESS_BASE = (10 << 24) | (80 << 16);
const PUBLIC_BASE = (10 << 24) | (96 << 16);
const OPERATIONS_BASE = (10 << 24) | (100 << 16);
const SHARED_BASE = (10 << 24) | (104 << 16);
const INTERNET_BASE = (10 << 24) | (112 << 16);
const INGRESS_NETWORKS = 1024;
const PUBLIC_NETWORKS = 4096;
const OPERATIONS_NETWORKS = 256;
const SHARED_NETWORKS = 512;
const INTERNET_NETWORKS = 16_384;
/** The last 64 of the operations network, without its last two: the broadcast address, and one in reserve. */
const SCRAPERS = 62;
const SCRAPERS_OFFSET = 1024 - 64;

/** Tenants that one engine's address plan holds. */
export const TENANT_BLOCKS = 8192;

/**
 * Which addresses a network gets: computed from names alone, so that no tenant's addresses depend on another's, and adding one changes nothing.
 * Tenants share 10.64.0.0/12 in blocks of a /25; the ingress networks of the instances take a /22 each of 10.80.0.0/12, the public ones and those of registries a /28 of 10.96.0.0/16,
 * those of operations a /22 of 10.100.0.0/14, those of shared servers a /22 of 10.104.0.0/13, and the networks of single apps, on their ways out and with their callers, a /26 each of
 * 10.112.0.0/12.
 */
export class AddressPlan {
  /** @param instance name of the instance */
  constructor(private readonly instance: string) {}

  /** The block of a tenant that did not choose one. */
  blockOf(tenant: string): number {
    return slot([this.instance, tenant], TENANT_BLOCKS);
  }

  /** First /26 of the tenant's block: its gateway and its apps. @param block 0 to 8191 */
  apps(block: number): Subnet {
    if (!Number.isInteger(block) || block < 0 || block >= TENANT_BLOCKS) {
      throw new AppEngineError(
        'BlockOutOfRange',
        `address block ${String(block)} must be a whole number from 0 to ${String(TENANT_BLOCKS - 1)}; choose one that no other tenant has`,
      );
    }
    return subnet(TENANT_BASE + block * 128, 26);
  }

  /** Router and gateways, 1,021 of them. */
  ingress(): Subnet {
    return subnet(this.ingressBase, 22);
  }

  /** The router's own address in the ingress network: the last one. The engine hands out the lowest that is free, so no gateway has it. */
  router(): string {
    return address(this.ingressBase + 1022);
  }

  /** The router alone. */
  public(): Subnet {
    return subnet(PUBLIC_BASE + slot([this.instance, 'public'], PUBLIC_NETWORKS) * 16, 28);
  }

  /** A registry of images alone. */
  registry(): Subnet {
    const [taken, wanted] = ['public', 'registry'].map((name) => slot([this.instance, name], PUBLIC_NETWORKS));
    return subnet(PUBLIC_BASE + (((wanted ?? 0) + (wanted === taken ? 1 : 0)) % PUBLIC_NETWORKS) * 16, 28);
  }

  /** Router, gateways and scrapers, 1,021 of them. */
  operations(): Subnet {
    return subnet(this.operationsBase, 22);
  }

  /** Addresses of scrapers in the operations network: its last /26, 62 of them. They are asked for; the engine hands out the lowest that is free. */
  scrapers(): string {
    return `${address(this.operationsBase + SCRAPERS_OFFSET)}/26`;
  }

  /** Address of a scraper. @param number 0 to 61 */
  scraper(number: number): string {
    if (!Number.isInteger(number) || number < 0 || number >= SCRAPERS) {
      throw new AppEngineError(
        'ScraperOutOfRange',
        `scraper ${String(number)} must be a whole number from 0 to ${String(SCRAPERS - 1)}; give every scraper a number of its own`,
      );
    }
    return address(this.operationsBase + SCRAPERS_OFFSET + number);
  }

  /** A server that tenants share, and their gateways to it, 1,021 of them. @param type such as `postgres` */
  shared(type: string): Subnet {
    return subnet(this.sharedBase(type), 22);
  }

  /** The server's own address there: the last one. @param type such as `postgres` */
  sharedServer(type: string): string {
    return address(this.sharedBase(type) + 1022);
  }

  /** A network on an app's way out of the host: to its proxy, or from there on. @param network full name of the network */
  internet(network: string): Subnet {
    return subnet(INTERNET_BASE + slot([this.instance, network], INTERNET_NETWORKS) * 64, 26);
  }

  private get ingressBase(): number {
    return INGRESS_BASE + slot([this.instance, 'ingress'], INGRESS_NETWORKS) * 1024;
  }

  private sharedBase(type: string): number {
    return SHARED_BASE + slot([this.instance, 'shared', type], SHARED_NETWORKS) * 1024;
  }

  private get operationsBase(): number {
    return OPERATIONS_BASE + slot([this.instance, 'operations'], OPERATIONS_NETWORKS) * 1024;
  }
}

function slot(names: readonly string[], count: number): number {
  return Number.parseInt(contentHash(names), 16) % count;
}

function subnet(base: number, prefix: number): Subnet {
  return { cidr: `${address(base)}/${String(prefix)}`, gateway: address(base + 1) };
}

function address(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
