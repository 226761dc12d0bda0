import type Dockerode from 'dockerode';
import { outputOf } from './output-of';

/** A server of a backend, as the running gateway sees it. */
export interface GatewayServer {
  /** Name of the pool. */
  readonly backend: string;
  /** Name of the replica's container; with the suffix `-checked` for its backup, where a pool ejects replicas by their answers. */
  readonly server: string;
  /** IP address; undefined while the name is not resolved. */
  readonly address: string | undefined;
  /** True if requests are sent to it. */
  readonly isUp: boolean;
}

/** `srv_op_state` of a server that gets requests: STARTING (slow start) and RUNNING. */
const UP: readonly string[] = ['1', '2'];

/** Commands that print them, in images of now, and in those from before the agent: a first deploy with it may fail, and they go on serving. */
const PROGRAMS = [['agent', 'gateway', 'servers'], ['gateway-servers']];

/** Servers of a gateway's current worker; empty if the container does not run, or its image is no gateway's. */
export async function serversOf(client: Dockerode, gatewayContainerId: string): Promise<readonly GatewayServer[]> {
  for (const program of PROGRAMS) {
    const answer = await outputOf(client, gatewayContainerId, program);
    if (answer !== undefined) return parseServers(answer);
  }
  return [];
}

/** Reads the answer to `show servers state`: a version, a comment with the names of the columns, a line a server. */
export function parseServers(answer: string): readonly GatewayServer[] {
  const lines = answer.split('\n').map((line) => line.trim());
  const columns = lines
    .find((line) => line.startsWith('# be_id'))
    ?.slice(2)
    .split(' ');
  if (columns === undefined) return [];
  return lines
    .filter((line) => /^\d+ /.test(line))
    .map((line) => {
      const values = line.split(' ');
      const valueOf = (column: string): string => values[columns.indexOf(column)] ?? '-';
      const address = valueOf('srv_addr');
      return {
        backend: valueOf('be_name'),
        server: valueOf('srv_name'),
        address: address === '-' ? undefined : address,
        isUp: UP.includes(valueOf('srv_op_state')),
      };
    });
}
