import { findProgram } from '../process/find-program';
import { run, runToSuccess } from '../process/run';

const CHAIN = 'APPENGINE-GUARD';
const JUMP = ['INPUT', '-j', CHAIN];

/** All networks of the embedded engine are in it: those of the address plan, and those whose address nobody chose. */
const NETWORKS = '10.64.0.0/10';

/** Addresses for networks that ask for none, beside those of the address plan. */
export const DEFAULT_POOL = { base: '10.112.0.0/13', size: 24 };
/** The default bridge in it. */
export const DEFAULT_BRIDGE = '10.120.0.1/24';

const FROM_BRIDGES = ['docker0', 'br-+'].map((bridge) => [
  '-i',
  bridge,
  '-s',
  NETWORKS,
  '-m',
  'conntrack',
  '--ctstate',
  'NEW',
  '-j',
  'DROP',
]);

/**
 * Containers reach no service of the host: what they begin themselves and what is for an address of the host is dropped. Answers pass, and so does
 * whatever goes through the host to another container or to the Internet. Bridges of other engines have other addresses.
 */
export async function raiseBridgeGuard(): Promise<void> {
  if (!(await haveAll(FROM_BRIDGES.map((rule) => [CHAIN, ...rule])))) {
    await run('iptables', ['-w', '-N', CHAIN]);
    await runToSuccess('iptables', ['-w', '-F', CHAIN]);
    for (const rule of FROM_BRIDGES) await runToSuccess('iptables', ['-w', '-A', CHAIN, ...rule]);
  }
  if (!(await haveAll([JUMP]))) await runToSuccess('iptables', ['-w', '-I', ...JUMP]);
}

/** Takes the rules away again; does nothing where there are none. */
export async function lowerBridgeGuard(): Promise<void> {
  if (findProgram('iptables') === undefined) return;
  await run('iptables', ['-w', '-D', ...JUMP]);
  await run('iptables', ['-w', '-F', CHAIN]);
  await run('iptables', ['-w', '-X', CHAIN]);
}

async function haveAll(rules: readonly (readonly string[])[]): Promise<boolean> {
  for (const rule of rules) {
    if ((await run('iptables', ['-w', '-C', ...rule])).exitCode !== 0) return false;
  }
  return true;
}
