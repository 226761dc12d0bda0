import type { IConstruct } from 'constructs';

const CONTEXT = 'appengine:apparmor';

/** Which AppArmor profile confines a container on a host whose kernel has AppArmor (guideline 4, CIS 5.2). */
export class AppArmorPolicy {
  /** The engine's own, which every such engine loads by itself. */
  static engineDefault(): AppArmorPolicy {
    return new AppArmorPolicy(false, false);
  }

  /** The container's own, made from what it declares. Only for hosts that have loaded it: elsewhere the container does not start. */
  static generated(): AppArmorPolicy {
    return new AppArmorPolicy(true, false);
  }

  /** The same, for programs that ask the kernel for addresses and routes, as `ip` and Go's `net.Interfaces` do over a netlink socket. */
  static generatedWithNetlink(): AppArmorPolicy {
    return new AppArmorPolicy(true, true);
  }

  /** The policy of all containers below `scope` that have none of their own, such as a whole app. Call it before adding children. */
  static attach(scope: IConstruct, policy: AppArmorPolicy): void {
    scope.node.setContext(CONTEXT, policy);
  }

  /** The policy that was attached above `scope`; the engine's own profile without it. */
  static of(scope: IConstruct): AppArmorPolicy {
    const policy: unknown = scope.node.tryGetContext(CONTEXT);
    return policy instanceof AppArmorPolicy ? policy : AppArmorPolicy.engineDefault();
  }

  private constructor(
    /** True if the container names its own profile. */
    readonly isGenerated: boolean,
    /** True if that profile has netlink sockets. */
    readonly hasNetlink: boolean,
  ) {}
}
