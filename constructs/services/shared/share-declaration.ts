import { Construct } from 'constructs';
import { Aspects } from '../../cdktf/framework';
import { FileLoader } from '../../container/file-loader';
import type { SharedServerNames } from './shared-server-names';

/** Options of {@link ShareDeclaration}. */
export interface ShareDeclarationProps {
  readonly names: SharedServerNames;
  readonly tenant: string;
  /** Name of the service. */
  readonly service: string;
  /** Container by which the tenant's apps reach the server. */
  readonly gateway: string;
  /** In MiB. */
  readonly storage: number;
  readonly connections: number;
}

/** Part of a shared server that a service of a tenant has, in a file that the server looks at: its limits and the names of its users, and no password. */
export class ShareDeclaration extends Construct {
  private readonly users = new Set<string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ShareDeclarationProps,
  ) {
    super(scope, id);
    // Only at synth are all bindings known.
    Aspects.of(this).add({
      visit: (node) => {
        if (node === this) this.declare();
      },
    });
  }

  /** A user that the service has to have. */
  add(name: string): void {
    this.users.add(name);
  }

  private declare(): void {
    if (this.node.tryFindChild('Loader') !== undefined) return;
    const { names, ...declaration } = this.props;
    const { tenant, service } = declaration;
    const content = `${JSON.stringify({ ...declaration, users: [...this.users].sort() })}\n`;
    new FileLoader(this, 'Loader', {
      name: `${tenant}-${service}-share`,
      volume: names.volume('shares'),
      files: { [`${tenant}--${service}.json`]: content },
    });
  }
}
