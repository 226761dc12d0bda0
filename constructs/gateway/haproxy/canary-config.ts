import type { BackendCanary } from '../backend';
import { STICKY_COOKIE } from '../policies/sticky-session';

/** Cookie of a browser with its draw, 0 to 99: those below the share of the canary get the canary. */
export const CANARY_COOKIE = 'appengine-canary';
/** As long as a browser that asks for no page keeps its draw. */
const COOKIE_SECONDS = 3600;

/**
 * Lines of a backend that lead a share of the requests to its canary. Not weights: of two servers drawn at random HAProxy takes the one with fewer open requests, so
 * that an idle canary would get twice its share. A browser keeps its draw, so that a page and what it loads are of one release, and a higher share only ever
 * moves it from the current release to the canary. All other clients are drawn anew for every request.
 */
export function canaryLines(canary: BackendCanary | undefined): readonly string[] {
  if (canary === undefined) return [];
  const { percent, replicas } = canary;
  const kept = `{ req.cook(${CANARY_COOKIE}) -m reg ^[0-9]{1,2}$ }`;
  const cookie = `"${CANARY_COOKIE}=%[var(txn.draw)]; Path=/; Max-Age=${String(COOKIE_SECONDS)}; HttpOnly; SameSite=Lax"`;
  const isTried = `{ var(txn.draw) -m int lt ${String(percent)} }`;
  return [
    'http-request set-var(txn.draw) rand(100)',
    `http-request set-var(txn.draw) req.cook_val(${CANARY_COOKIE}) if ${kept}`,
    // Who stays with a replica stays with its release.
    `http-request set-var(txn.draw) int(100) if { req.cook(${STICKY_COOKIE}) -m found }`,
    `http-response add-header Set-Cookie ${cookie} if { res.hdr(content-type) -m beg -i text/html } { var(txn.draw) -m int lt 100 }`,
    // A replica that is down is passed over: its requests go to the current release.
    ...replicas.map(
      ({ containerName }, index) =>
        `use-server ${containerName} if ${isTried} { var(txn.draw),mod(${String(replicas.length)}) -m int eq ${String(index)} }`,
    ),
  ];
}
