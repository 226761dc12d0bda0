import { findProgram } from '../process/find-program';
import { run, runToSuccess } from '../process/run';

/** A chain of our own, and the one of the firewall that leads into it. */
interface Guard {
  readonly chain: string;
  readonly from: string;
  readonly rules: readonly (readonly string[])[];
}

/** All networks of the embedded engine are in it: those of the address plan, and those whose address nobody chose. */
const NETWORKS = '10.64.0.0/10';

/** Addresses for networks that ask for none, beside those of the address plan. */
export const DEFAULT_POOL = { base: '10.104.0.0/14', size: 24 };
/** The default bridge, beside them. */
export const DEFAULT_BRIDGE = '10.108.0.1/24';

/** Addresses of the link that the host is on: the metadata service of a cloud has one, and gives the host's credentials to whoever asks. */
const LINK_LOCAL = '169.254.0.0/16';

const FROM_BRIDGES = ['docker0', 'br-+'].map((bridge) => ['-i', bridge, '-s', NETWORKS]);

const GUARDS: readonly Guard[] = [
  {
    chain: 'APPENGINE-GUARD',
    from: 'INPUT',
    rules: FROM_BRIDGES.map((bridge) => [...bridge, '-m', 'conntrack', '--ctstate', 'NEW', '-j', 'DROP']),
  },
  {
    chain: 'APPENGINE-EGRESS',
    // The engine leaves this one to others, and asks it before its own.
    from: 'DOCKER-USER',
    rules: FROM_BRIDGES.map((bridge) => [...bridge, '-d', LINK_LOCAL, '-j', 'DROP']),
  },
];

/**
 * Containers reach no service of the host: what they begin themselves and what is for an address of the host is dropped, and so is what goes through it
 * to a link-local address. Answers pass, and so does whatever else goes through the host to another container or to the Internet. Bridges of other
 * engines have other addresses.
 */
export async function raiseBridgeGuard(): Promise<void> {
  for (const { chain, from, rules } of GUARDS) {
    if (!(await haveAll(rules.map((rule) => [chain, ...rule])))) {
      await run('iptables', ['-w', '-N', chain]);
      await runToSuccess('iptables', ['-w', '-F', chain]);
      for (const rule of rules) await runToSuccess('iptables', ['-w', '-A', chain, ...rule]);
    }
    if (!(await haveAll([[from, '-j', chain]]))) await runToSuccess('iptables', ['-w', '-I', from, '-j', chain]);
  }
}

/** Takes the rules away again; does nothing where there are none. */
export async function lowerBridgeGuard(): Promise<void> {
  if (findProgram('iptables') === undefined) return;
  for (const { chain, from } of GUARDS) {
    await run('iptables', ['-w', '-D', from, '-j', chain]);
    await run('iptables', ['-w', '-F', chain]);
    await run('iptables', ['-w', '-X', chain]);
  }
}

async function haveAll(rules: readonly (readonly string[])[]): Promise<boolean> {
  for (const rule of rules) {
    if ((await run('iptables', ['-w', '-C', ...rule])).exitCode !== 0) return false;
  }
  return true;
}
