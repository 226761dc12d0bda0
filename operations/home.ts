import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Environment } from './environment';

/** Directory of the user's own; undefined where neither the environment nor this machine names one, as for numbers without a name. */
export function homeOf({ HOME: home }: Environment): string | undefined {
  const found = home === undefined || home === '' ? homeOfUser() : home;
  return isAbsolute(found) ? found : undefined;
}

function homeOfUser(): string {
  try {
    return userInfo().homedir;
  } catch {
    return '';
  }
}
