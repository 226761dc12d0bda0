import { States } from '../../operations/state/states';
import { serviceStatuses, type ServiceStatus } from '../../operations/services/service-status';
import type { OfferDescription, PlanDescription, SecretDescription, ShareDescription } from '../../stacks/service-description';
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
  const rows = offers.flatMap(({ type, title, version, memory, shared }) => [
    [type, `${title} ${version}`, 'dedicated', `${memory === 0 ? 'any' : mebibytes(memory)} of memory at most`],
    ...(shared === undefined ? [] : [[type, `${title} ${version}`, 'shared', describePlan(shared)]]),
  ]);
  return `${renderTable(rows, ['TYPE', 'SERVER', 'PLAN', 'SIZE'])}\n`;
}

function describePlan({ databases, storage, connections, memory }: PlanDescription): string {
  return `${mebibytes(storage)} of data and ${String(connections)} connections at most; ${String(databases)} databases on a server of ${mebibytes(memory)}`;
}

function renderServices(found: readonly ServiceStatus[]): string {
  if (found.length === 0) return 'No tenant has a service.\n';
  const rows = found.map(({ tenant, name, type, version, memory, shared, used, usedBy, isHealthy }) => [
    ...[tenant, name, `${type} ${version}`, shared === undefined ? 'dedicated' : 'shared'],
    ...[shared === undefined ? mebibytes(memory) : describeShare(shared, used), usedBy.join('\n') || '—'],
    isHealthy ? colors.green('healthy') : colors.red('down'),
  ]);
  const problems = found.flatMap(({ tenant, name, problems: own }) =>
    own.map((problem) => `  ${colors.red('!')} ${tenant} ${name}: ${problem}\n`),
  );
  return `${renderTable(rows, ['TENANT', 'SERVICE', 'SERVER', 'PLAN', 'SIZE', 'USED BY', 'STATE'])}\n${problems.join('')}`;
}

function describeShare({ storage, connections }: ShareDescription, used: number | undefined): string {
  const data = used === undefined ? mebibytes(storage) : `${String(used)} of ${mebibytes(storage)}`;
  return `${data}, ${String(connections)} connections`;
}

function renderSecrets(found: readonly NamedSecret[]): string {
  if (found.length === 0) return 'No tenant has a secret.\n';
  const rows = found.map(({ tenant, name, source, usedBy }) => [tenant, name, source, usedBy.join('\n') || '—']);
  return `${renderTable(rows, ['TENANT', 'SECRET', 'VALUE', 'USED BY'])}\n`;
}

function mebibytes(amount: number): string {
  return `${String(amount)} MiB`;
}
