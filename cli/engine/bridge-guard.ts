import { findProgram } from '../process/find-program';
import { run, runToSuccess } from '../../operations/process/run';

/** Rules in a chain of our own, and the chain of the same table that leads into it. */
interface Guard {
  readonly table: string;
  readonly from: string;
  readonly chain: string;
  readonly rules: readonly (readonly string[])[];
}

/** All networks of the embedded engine are in it: those of the address plan, and those without a chosen address. */
const NETWORKS = '10.64.0.0/10';

/** Addresses for networks that ask for none, beside those of the address plan. */
export const DEFAULT_POOL = { base: '10.104.0.0/14', size: 24 };
/** The default bridge, beside them. */
export const DEFAULT_BRIDGE = '10.108.0.1/24';

/** Addresses of the link that the host is on: the metadata service of a cloud has one, and gives the host's credentials to every caller. */
const LINK_LOCAL = '169.254.0.0/16';

/** Bridges of Podman, whose default network lies among these addresses. */
const OTHER_ENGINES = ['podman+', 'cni-podman+'];

const FROM_BRIDGES = ['docker0', 'br-+'].map((bridge) => ['-i', bridge, '-s', NETWORKS]);

const GUARDS: readonly Guard[] = [
  {
    table: 'filter',
    from: 'INPUT',
    chain: 'APPENGINE-GUARD',
    rules: FROM_BRIDGES.map((bridge) => [...bridge, '-m', 'conntrack', '--ctstate', 'NEW', '-j', 'DROP']),
  },
  {
    // Not in the table of the engine, which puts what lets a new network out before all rules that are there, its own for users among them.
    table: 'mangle',
    from: 'FORWARD',
    chain: 'APPENGINE-GUARD',
    rules: FROM_BRIDGES.map((bridge) => [...bridge, '-d', LINK_LOCAL, '-j', 'DROP']),
  },
  {
    // The host forwards what its neighbours send to a container's own address, past the address that a port is published on. Before the engine's
    // translation: what comes in by a published port bears the host's address here.
    table: 'raw',
    from: 'PREROUTING',
    chain: 'APPENGINE-GUARD',
    rules: [
      ...['lo', 'docker0', 'br-+', ...OTHER_ENGINES].map((own) => ['-i', own, '-j', 'RETURN']),
      ['-d', NETWORKS, '-m', 'addrtype', '!', '--dst-type', 'LOCAL', '-j', 'DROP'],
    ],
  },
  {
    // The engine has rules for every network, and the kernel would try all of them on every packet. What stays on its bridge and belongs to a connection
    // has passed them once; what is routed from one network to another still has to.
    table: 'filter',
    from: 'DOCKER-USER',
    chain: 'APPENGINE-BRIDGED',
    rules: [['-m', 'physdev', '--physdev-is-bridged', '-m', 'conntrack', '--ctstate', 'ESTABLISHED', '-j', 'ACCEPT']],
  },
];

/**
 * Containers reach no service of the host: what they begin themselves and what is for an address of the host is dropped, and so is what goes through it
 * to a link-local address. Answers pass, and so does everything else that goes through the host to another container or to the Internet. Neighbours of the host
 * reach published ports alone, and no container by its own address. Bridges of other engines have other addresses.
 */
export async function raiseBridgeGuard(): Promise<void> {
  for (const { table, from, chain, rules } of GUARDS) {
    const iptables = ['-w', '-t', table];
    if (!(await haveAll(iptables, chain, rules))) {
      await run('iptables', [...iptables, '-N', chain]);
      await runToSuccess('iptables', [...iptables, '-F', chain]);
      for (const rule of rules) await runToSuccess('iptables', [...iptables, '-A', chain, ...rule]);
    }
    // That of the engine is there once the engine has run.
    await run('iptables', [...iptables, '-N', from]);
    if (!(await haveAll(iptables, from, [['-j', chain]]))) await runToSuccess('iptables', [...iptables, '-I', from, '-j', chain]);
  }
}

/** True if all rules are there. */
export async function isBridgeGuardUp(): Promise<boolean> {
  if (findProgram('iptables') === undefined) return false;
  for (const { table, from, chain, rules } of GUARDS) {
    const iptables = ['-w', '-t', table];
    if (!(await haveAll(iptables, chain, rules)) || !(await haveAll(iptables, from, [['-j', chain]]))) return false;
  }
  return true;
}

/** Takes the rules away again; does nothing where there are none. */
export async function lowerBridgeGuard(): Promise<void> {
  if (findProgram('iptables') === undefined) return;
  for (const { table, from, chain } of GUARDS) {
    const iptables = ['-w', '-t', table];
    await run('iptables', [...iptables, '-D', from, '-j', chain]);
    await run('iptables', [...iptables, '-F', chain]);
    await run('iptables', [...iptables, '-X', chain]);
  }
}

async function haveAll(iptables: readonly string[], chain: string, rules: readonly (readonly string[])[]): Promise<boolean> {
  for (const rule of rules) {
    if ((await run('iptables', [...iptables, '-C', chain, ...rule])).exitCode !== 0) return false;
  }
  return true;
}
