import { AppEngineError } from '../../constructs/errors';
import type { RegistryDescription } from '../../stacks/registry-description';
import type { RegistryUser } from './hosted-registry';
import { harmless, shortened } from '../process/harmless';

const UNTRUSTED = /x509|certificate|server gave HTTP response to HTTPS/i;
const REFUSED = /unauthori[sz]ed|denied|no basic auth credentials|authentication required|forbidden/i;
const MISSING = /manifest unknown|not found|name unknown/i;

/**
 * An error of the engine about a registry, as one with a code and a fix: engines tell all of them as a text.
 * @param what was tried, such as `pushing acme/shop`
 */
export function registryProblem({ address, isHosted }: RegistryDescription, what: string, message: string): AppEngineError {
  const [server = address] = address.split('/');
  const said = `${what}: ${shortened(harmless(message).replace(/\s+/g, ' ').trim())}`;
  if (UNTRUSTED.test(message)) {
    return new AppEngineError(
      'RegistryUntrusted',
      `the engine does not trust registry ${server}, ${said}; let its host trust the authority of the registry, as root there and without a restart: what npx appengine authority prints where the registry runs has to be in /etc/docker/certs.d/${server}/ca.crt`,
    );
  }
  if (REFUSED.test(message)) {
    const user: RegistryUser = what.startsWith('pushing') ? 'push' : 'pull';
    const login = `npx appengine registry password ${user} | docker login --username ${user} --password-stdin ${server}`;
    const fix = isHosted
      ? 'npx appengine up --only platform makes the passwords anew where they are lost'
      : `log in to it with a user who may do that, for a registry of the platform with the first part where it runs: ${login}`;
    return new AppEngineError('RegistryRefused', `registry ${server} refused ${said}; ${fix}`);
  }
  if (MISSING.test(message)) {
    return new AppEngineError(
      'RegistryImageMissing',
      `registry ${server} has no such image, ${said}; push it again from an engine that has it: npx appengine release build`,
    );
  }
  return new AppEngineError(
    'RegistryUnreachable',
    `the engine could not use registry ${server}, ${said}; the engine, not this machine, has to reach it: look at its network, and whether the registry runs`,
  );
}
