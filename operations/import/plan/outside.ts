import type { SourceService } from '../description';
import { todo, type Remark } from '../remark';

const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::(\d+))?(?:[/?#]|$)/i;
/** Addresses that apps call. */
const CALLED = /(HOST|SERVER|ENDPOINT|URL|URI|ADDRESS|DSN)$/i;
/** Addresses by which others know the app. */
const OWN =
  /(PUBLIC|SITE|BASE|ROOT|APP|EXTERNAL|HOME|DOMAIN|ORIGIN|CORS|ALLOWED|TRUSTED|FRONTEND|WEB|OVERWRITE|CANONICAL|VIRTUAL|LETSENCRYPT|REDIRECT|CALLBACK)/i;
const NOWHERE = /(^|\.)(localhost|local|internal|example|test|invalid)$|(^|\.)example\.(com|net|org)$/i;

/** Hosts beyond the tenant that variables name: no app reaches them unless its egress says so. */
export function outsideHosts({ environment, routes }: SourceService, tenant: string): readonly Remark[] {
  return environment.flatMap(({ name, value = '', position }) => {
    const [, host, port] = CALLED.test(name) && !OWN.test(name) ? (ADDRESS.exec(value) ?? []) : [];
    if (host === undefined || NOWHERE.test(host) || host.endsWith(`.${tenant}.localhost`) || routes.some((route) => route.host === host))
      return [];
    const isWeb = port === undefined && value.startsWith('https:');
    const destination = isWeb ? host : `${host}${port === undefined ? '' : `:${port}`}`;
    return [todo(position, 'egress', `no app has a way out: \`egress: Egress.to('${destination}')\` lets it call ${host}`)];
  });
}
