import type { IConstruct } from 'constructs';
import { Tenant } from '../tenancy/tenant';
import { Backup } from './backup';

/** Backups as they are declared; none in a preview, whose data goes with it. */
export function backupIn(scope: IConstruct, declared: Backup | undefined): Backup | undefined {
  if (declared === undefined || Tenant.find(scope)?.preview === undefined) return declared;
  return Backup.none('a preview has no backups of its own');
}
