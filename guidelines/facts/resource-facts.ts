/** Fields of every resource. */
export interface ResourceFacts {
  /** Terraform's name for it, such as `docker_container.Shop_4321AA6F`. */
  readonly address: string;
  /** Its construct, such as `acme/Shop`; the address where no construct made it. */
  readonly path: string;
}
