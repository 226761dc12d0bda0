/** Answers of a server, as a proxy in front of it has counted them since its last reload. */
export interface ServerTraffic {
  /** Name of the app. */
  readonly backend: string;
  /** Name in the proxy: a pool that ejects replicas has each twice. */
  readonly name: string;
  /** Name of the replica's container. */
  readonly server: string;
  /** True if its health checks fail, or its name leads nowhere. */
  readonly isDown: boolean;
  /** Requests that it was given. */
  readonly requests: number;
  /** Those with a status of 500 and above, without an answer, and without a connection. */
  readonly failed: number;
  /** Mean time until an answer began, of the last 1,024 at most, in milliseconds. */
  readonly latency: number;
}

const ANSWERS = ['hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'] as const;
/** A server that gets nothing says that it drains, or that it is not part of the balancing: both are up. */
const DOWN = /^(DOWN|MAINT)/;

/** Reads HAProxy's statistics: the names of the columns, then a line of values a server. */
export function parseTraffic(answer: string): readonly ServerTraffic[] {
  const [head = '', ...lines] = answer.split('\n').map((line) => line.trim());
  const columns = head.replace(/^# /, '').split(',');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split(',');
      const textOf = (column: string): string => values[columns.indexOf(column)] ?? '';
      const countOf = (column: string): number => (/^\d+$/.test(textOf(column)) ? Number(textOf(column)) : 0);
      const unanswered = countOf('econ') + countOf('eresp');
      return {
        backend: textOf('pxname'),
        name: textOf('svname'),
        server: textOf('svname').replace(/-checked$/, ''),
        isDown: DOWN.test(textOf('status')),
        requests: ANSWERS.reduce((sum, column) => sum + countOf(column), unanswered),
        failed: countOf('hrsp_5xx') + unanswered,
        latency: countOf('rtime'),
      };
    });
}
