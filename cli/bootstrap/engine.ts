import { AppEngineError } from '../../constructs/errors';
import { isBridgeGuardUp } from '../engine/bridge-guard';
import { EmbeddedEngine } from '../engine/embedded';
import { candidates, selectEngine } from '../engine/select';
import type { ProgressCallback } from '../../operations/progress';
import { canInstallPackages, installPackages } from './debian';
import { adoptEnvironment } from './environment';
import type { Finding, Step } from './step';

/** The engine that `DOCKER_HOST` or the current context reaches, else an embedded one of our own. */
export class EngineStep implements Step {
  readonly title = 'Engine';

  constructor(private readonly embedded: EmbeddedEngine) {}

  async check(): Promise<Finding> {
    const tried = await candidates(this.embedded);
    const engine = await selectEngine(tried);
    if (engine?.origin === 'embedded' && !(await isBridgeGuardUp())) {
      return {
        found: false,
        subject: 'Engine',
        detail: 'embedded, without all of its firewall rules',
        fix: 'put them back as root with: npx appengine bootstrap',
      };
    }
    if (engine !== undefined) {
      return {
        found: true,
        subject: `Engine ${engine.version}`,
        detail: engine.origin === 'embedded' ? 'embedded (stop: npx appengine down)' : `${engine.origin}, ${engine.host}`,
        environment: environmentFor(engine.host, engine.origin),
      };
    }
    return {
      found: false,
      subject: 'Engine',
      detail: `no engine answers at ${tried.map(({ host, origin }) => `${host} (${origin})`).join(' nor at ')}`,
      fix: tried.some(({ host }) => host === this.embedded.host)
        ? 'start your engine, set DOCKER_HOST, or as root on Debian let `npx appengine bootstrap` start one of our own'
        : 'start that engine, or unset DOCKER_HOST to use another one',
    };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const finding = await this.check();
    if (!(await candidates(this.embedded)).some(({ host }) => host === this.embedded.host) || !canInstallPackages()) {
      throw missing(finding);
    }
    await installPackages(['dockerd', 'iptables'], ['docker.io', 'iptables'], report);
    // A package of its own from Debian 13 on; before, and on Ubuntu, part of the other one.
    await installPackages(['docker'], ['docker-cli'], report);
    const installed = await selectEngine(await candidates(this.embedded));
    if (installed !== undefined && installed.origin !== 'embedded') return `installed, and started by its service: ${installed.host}`;
    report('starting');
    const isStarted = await this.embedded.start();
    return isStarted
      ? 'embedded: no engine answered, started one of our own (stop: npx appengine down)'
      : 'embedded: its firewall rules are back (stop: npx appengine down)';
  }
}

/** Lets this process use the engine that there is. @throws AppEngineError EngineMissing */
export async function useEngine(): Promise<void> {
  const finding = await new EngineStep(new EmbeddedEngine()).check();
  if (!finding.found) throw missing(finding);
  adoptEnvironment(finding.environment);
}

function missing({ detail, fix }: Finding): AppEngineError {
  return new AppEngineError('EngineMissing', `${detail}; ${fix ?? ''}`);
}

/** A context or certificates in the environment would win over, or break, the host that was chosen. */
function environmentFor(host: string, origin: string): Record<string, string | undefined> {
  const ours = { DOCKER_HOST: host, DOCKER_CONTEXT: undefined };
  return origin === 'DOCKER_HOST' ? ours : { ...ours, DOCKER_TLS_VERIFY: undefined, DOCKER_CERT_PATH: undefined };
}
