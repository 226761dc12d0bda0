import { contentHash } from '../../constructs/cdktf/generation';
import type { ReleasedApp } from '../../constructs/release/release';
import type { StackConfiguration } from './declared-releases';

/** Configuration of all apps of a stack that run an image, by their names. @param image its full name */
export function appsOf(configuration: StackConfiguration, image: string): Readonly<Record<string, ReleasedApp>> {
  const { apps, secrets } = configuration.output ?? {};
  return Object.fromEntries(
    Object.entries(apps?.value ?? {})
      .filter(([, app]) => app.image === image)
      .map(([name, { generation }]) => [
        name,
        { generation, environment: environmentOf(configuration, name), secrets: secretsOf(secrets?.value ?? {}, name) },
      ]),
  );
}

/** That of its first container. */
function environmentOf({ resource }: StackConfiguration, app: string): Readonly<Record<string, string>> {
  const containers = Object.values(resource?.docker_container ?? {});
  const first = containers.find(({ labels = [] }) => {
    const label = (name: string): string | undefined => labels.find((one) => one.label === `appengine.${name}`)?.value;
    return label('app') === app && (label('slot') ?? '1') === '1' && ['job', 'replica'].includes(label('role') ?? '');
  });
  return Object.fromEntries(
    (first?.env ?? []).map((variable) => {
      const [name = '', ...value] = variable.split('=');
      return [name, contentHash([app, name, value.join('=')])];
    }),
  );
}

function secretsOf(
  secrets: Readonly<Record<string, { readonly usedBy: readonly string[]; readonly version?: string }>>,
  app: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([name, { usedBy, version }]) =>
      version !== undefined && usedBy.includes(app) ? [[name, version]] : [],
    ),
  );
}
