import type { Observation, ReleaseTraffic } from './traffic-count';

/** Bounds of a canary. */
export interface Bounds {
  /** Largest part of its requests that may fail, 0 to 1. */
  readonly errors: number;
  /** Longest mean time until an answer begins, in milliseconds. @default twice that of the current release, and at least 100 ms */
  readonly latency?: number;
  /** Fewest requests that tell something. */
  readonly requests: number;
}

/** Judgement of a canary: `open` means that it has too few requests to be called good, and `slow` that it is too slow by now, as one may be that has just started. */
export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'open' }
  | { readonly kind: 'slow'; readonly reason: string }
  | { readonly kind: 'bad'; readonly reason: string };

const SLOWER = 2;
/** Below, one is as fast as the other for a person. */
const FAST_MS = 100;

/**
 * Failures are judged at once, as if there were enough requests already: what fails too often of them would be too many of more. So one that fails is enough where none
 * may, and two where one of a hundred may. That it is slow, and that it is good, takes enough requests.
 */
export function judge({ canary, current, down }: Observation, bounds: Bounds): Verdict {
  if (down.length > 0) return bad(`${down.join(', ')} fails its health checks`);
  const { requests, failed, latency } = canary;
  if (failed > bounds.errors * Math.max(requests, bounds.requests)) {
    return bad(`${String(failed)} of ${String(requests)} requests failed, and ${percentText(bounds.errors)} may`);
  }
  if (requests < bounds.requests) return { kind: 'open' };
  const most = bounds.latency ?? boundBeside(current, bounds);
  if (latency !== undefined && latency > most) {
    const than = bounds.latency === undefined ? `, twice the time of the current release or ${String(FAST_MS)} ms` : '';
    const reason = `an answer took ${String(Math.round(latency))} ms on average, and may take ${String(Math.round(most))} ms${than}`;
    return { kind: 'slow', reason };
  }
  return { kind: 'good' };
}

/** As long as an answer may take beside a release that takes as long as this one. */
function boundBeside({ requests, latency }: ReleaseTraffic, bounds: Bounds): number {
  return latency === undefined || requests < bounds.requests ? Infinity : Math.max(FAST_MS, SLOWER * latency);
}

/** `1 %`, `0.5 %`. */
export function percentText(part: number): string {
  return `${String(Number((part * 100).toFixed(3)))} %`;
}

function bad(reason: string): Verdict {
  return { kind: 'bad', reason };
}
