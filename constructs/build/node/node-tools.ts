import type { DockerfileOptions } from '../plan/build-plan';
import { environment, install } from '../plan/dockerfile';
import type { PackageManager } from './package-manager';

const ENVIRONMENT = {
  CI: 'true',
  NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
  NPM_CONFIG_AUDIT: 'false',
  NPM_CONFIG_FUND: 'false',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  YARN_ENABLE_TELEMETRY: '0',
  YARN_NODE_LINKER: 'node-modules',
};

/** Stage `tools`: Node with a package manager, for steps that need one. */
export function nodeTools(
  given: DockerfileOptions,
  manager: PackageManager | undefined,
  packages: readonly string[] = [],
): readonly string[] {
  return [
    'ARG NODE',
    'ARG NPM',
    'FROM ${NPM} AS npm',
    '',
    '# Node with its package manager, for the steps that need one.',
    'FROM ${NODE} AS tools',
    'USER 0',
    'COPY --from=npm /package /usr/local/lib/node_modules/npm',
    'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx',
    environment(ENVIRONMENT),
    ...(packages.length === 0 ? [] : [install(packages)]),
    ...(manager?.setUp(given) ?? []),
  ];
}
