import { AppEngineError } from '../../constructs/errors';
import { isBridgeGuardUp } from '../engine/bridge-guard';
import { EmbeddedEngine } from '../engine/embedded';
import { candidates, selectEngine, type SilentEngine } from '../engine/select';
import { userName } from '../locks/lock-holder';
import type { ProgressCallback } from '../../operations/progress';
import { canInstallPackages, installPackages } from './debian';
import { adoptEnvironment } from './environment';
import type { Finding, Step } from './step';

/** The engine that `DOCKER_HOST` or the current context reaches, else an embedded one of our own. */
export class EngineStep implements Step {
  readonly title = 'Engine';

  constructor(private readonly embedded: EmbeddedEngine) {}

  async check(): Promise<Finding> {
    const { engine, silent } = await selectEngine(await candidates(this.embedded));
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
    return { found: false, subject: 'Engine', ...problemOf(silent, this.embedded) };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const tried = await candidates(this.embedded);
    if (!tried.some(({ host }) => host === this.embedded.host) || !canInstallPackages()) {
      throw await missing(this.embedded);
    }
    await installPackages(['dockerd', 'iptables'], ['docker.io', 'iptables'], report);
    // A package of its own from Debian 13 on; before, and on Ubuntu, part of the other one.
    await installPackages(['docker'], ['docker-cli'], report);
    const { engine: installed } = await selectEngine(await candidates(this.embedded));
    if (installed !== undefined && installed.origin !== 'embedded') return `installed, and started by its service: ${installed.host}`;
    report('starting');
    const isStarted = await this.embedded.start();
    return isStarted
      ? 'embedded: no engine answered, started one of our own (stop: npx appengine down)'
      : 'embedded: its firewall rules are back (stop: npx appengine down)';
  }
}

/** Lets this process use the engine that there is. @throws AppEngineError EngineMissing, EngineForbidden */
export async function useEngine(): Promise<void> {
  const embedded = new EmbeddedEngine();
  const finding = await new EngineStep(embedded).check();
  if (!finding.found) throw await missing(embedded);
  adoptEnvironment(finding.environment);
}

/** Reason why no engine answers, and its remedy. */
function problemOf(silent: readonly SilentEngine[], embedded: EmbeddedEngine): { readonly detail: string; readonly fix: string } {
  const forbidden = silent.find(({ isForbidden }) => isForbidden);
  if (forbidden !== undefined) {
    return {
      detail: `${userName()} may not use the engine at ${forbidden.host} (${forbidden.origin})`,
      fix: 'set DOCKER_HOST to a rootless engine of that user, or let them use this one by the group of its socket, whose members can become root on its machine',
    };
  }
  return {
    detail: `no engine answers at ${silent.map(({ host, origin, reason }) => `${host} (${origin}: ${reason})`).join(' nor at ')}`,
    fix: silent.some(({ host }) => host === embedded.host)
      ? 'start your engine, set DOCKER_HOST, or as root on Debian let `npx appengine bootstrap` start one of our own'
      : 'start that engine, or correct DOCKER_HOST, or unset it to use another one',
  };
}

async function missing(embedded: EmbeddedEngine): Promise<AppEngineError> {
  const { silent } = await selectEngine(await candidates(embedded));
  const { detail, fix } = problemOf(silent, embedded);
  const text = `${detail}; ${fix}`;
  return silent.some(({ isForbidden }) => isForbidden)
    ? new AppEngineError('EngineForbidden', text)
    : new AppEngineError('EngineMissing', text);
}

/** A context or certificates in the environment would win over, or break, the host that was chosen. */
function environmentFor(host: string, origin: string): Record<string, string | undefined> {
  const ours = { DOCKER_HOST: host, DOCKER_CONTEXT: undefined };
  return origin === 'DOCKER_HOST' ? ours : { ...ours, DOCKER_TLS_VERIFY: undefined, DOCKER_CERT_PATH: undefined };
}
