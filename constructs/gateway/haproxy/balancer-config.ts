import type { Subnet } from '../../network/address-plan';
import { HTTP_PORT } from '../../network/ports';
import type { Duration } from '../../units/duration';
import { BODY_GUARD, DEFAULTS, HEALTH, PROCESS, only } from './sections';

/** Options of a balancer beside the backend, which changes with every deploy. */
export interface BalancerSettings {
  /** Name of the backend. */
  readonly backend: string;
  /** The network of the apps that may ask. */
  readonly callers: Subnet;
  /** How long open connections may go on after a reload or at the end. */
  readonly drain: Duration;
}

/** haproxy.cfg of a balancer but for its backend. */
export function balancerConfig({ backend, callers, drain }: BalancerSettings): string {
  return `global
${PROCESS}  hard-stop-after ${String(drain.seconds)}s
  log stderr format raw local0 warning

${DEFAULTS}
frontend apps from gateway
  bind :${String(HTTP_PORT)}
  ${only(callers.cidr, callers)}
${BODY_GUARD.map((line) => `  ${line}\n`).join('')}  default_backend ${backend}

${HEALTH}`;
}
