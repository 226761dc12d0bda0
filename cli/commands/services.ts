import { States } from '../../operations/state/states';
import { serviceStatuses, type ServiceStatus } from '../../operations/services/service-status';
import type { OfferDescription, SecretDescription } from '../../stacks/service-description';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';
import { colors } from '../terminal/colors';
import { tellResult } from '../terminal/result';
import { renderTable } from '../terminal/table';
import { EXIT_UNHEALTHY } from './exit-codes';

export interface ServicesOptions {
  readonly catalogue?: boolean;
  readonly json?: boolean;
}

interface NamedSecret extends SecretDescription {
  readonly tenant: string;
  readonly name: string;
}

/** Shows the services of all tenants, or the types that they may have; resolves to the exit code. */
export async function services(options: ServicesOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  if (options.catalogue === true) {
    tellResult(options, { catalogue: states.catalogue }, () => renderCatalogue(states.catalogue));
    return 0;
  }
  const found = await serviceStatuses(session, states);
  tellResult(options, { services: found }, () => renderServices(found));
  return found.every(({ isHealthy, problems }) => isHealthy && problems.length === 0) ? 0 : EXIT_UNHEALTHY;
}

/** Shows the secrets of all tenants, and nothing of their values; resolves to the exit code. */
export async function secrets(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const found = states.stacks.flatMap((tenant) =>
    Object.entries(states.secrets(tenant)).map(([name, description]): NamedSecret => ({ tenant, name, ...description })),
  );
  tellResult(options, { secrets: found }, () => renderSecrets(found));
  return 0;
}

function renderCatalogue(offers: readonly OfferDescription[]): string {
  if (offers.length === 0) return 'The platform offers no services: see `services` of PlatformStack.\n';
  const rows = offers.map(({ type, title, version, memory }) => [
    type,
    `${title} ${version}`,
    memory === 0 ? 'no limit' : mebibytes(memory),
  ]);
  return `${renderTable(rows, ['TYPE', 'SERVER', 'MEMORY AT MOST'])}\n`;
}

function renderServices(found: readonly ServiceStatus[]): string {
  if (found.length === 0) return 'No tenant has a service.\n';
  const rows = found.map(({ tenant, name, type, version, memory, usedBy, isHealthy }) => [
    ...[tenant, name, `${type} ${version}`, mebibytes(memory), usedBy.join('\n') || '—'],
    isHealthy ? colors.green('healthy') : colors.red('down'),
  ]);
  const problems = found.flatMap(({ tenant, name, problems: own }) =>
    own.map((problem) => `  ${colors.red('!')} ${tenant} ${name}: ${problem}\n`),
  );
  return `${renderTable(rows, ['TENANT', 'SERVICE', 'SERVER', 'MEMORY', 'USED BY', 'STATE'])}\n${problems.join('')}`;
}

function renderSecrets(found: readonly NamedSecret[]): string {
  if (found.length === 0) return 'No tenant has a secret.\n';
  const rows = found.map(({ tenant, name, source, usedBy }) => [tenant, name, source, usedBy.join('\n') || '—']);
  return `${renderTable(rows, ['TENANT', 'SECRET', 'VALUE', 'USED BY'])}\n`;
}

function mebibytes(amount: number): string {
  return `${String(amount)} MiB`;
}
