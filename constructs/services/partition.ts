/** Part of a service that an app works in, such as a bucket, a virtual host or an account. */
export class Partition {
  /** One part for all apps that use the service, named like it: they share what is in it. */
  static shared(): Partition {
    return new Partition('shared');
  }

  /** A part for each app, named `<service>-<app>`: none sees what another one has. It stays when its app is gone. */
  static perApp(): Partition {
    return new Partition('per-app');
  }

  private constructor(
    /** As the server's program takes it. */
    readonly argument: string,
  ) {}

  /** Name of an app's part. */
  nameOf(service: string, app: string): string {
    return this.argument === 'shared' ? service : `${service}-${app}`;
  }
}
