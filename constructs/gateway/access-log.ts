import type { DefaultId } from '../default-id';
import { HardenedSetting } from '../hardened-setting';

/** Longest line: a pipe takes up to this much as a whole, so that no two lines mix. */
const LONGEST_LINE = 4095;

/** Longest request line that is kept, and path and query with it: three times as long, when all of it has to be escaped, it still fits into a line. */
export const LONGEST_REQUEST_LINE = 768;

const TIME = '%(time:str)[date(0,ms),ms_utime(%Y-%m-%dT%H:%M:%S.%3NZ,0)]';

/** Of a request. Headers, cookies and bodies are in none of them. What a client says is escaped before it is encoded: it may be no UTF-8. */
function requestFields(tenant: string, query: readonly string[]): readonly string[] {
  return [
    TIME,
    '%(kind:str)[str(request)]',
    '%(request_id:str)[var(txn.request_id)]',
    `%(tenant:str)[str(${tenant})]`,
    '%(app:str)[var(txn.pool)]',
    '%(host:str)[var(txn.host),bytes(0,253),url_enc]',
    '%(method:str)HM',
    '%(path:str)HPO',
    ...query,
    '%(status:sint)ST',
    '%(bytes_in:sint)U',
    '%(bytes_out:sint)B',
    '%(client:str)[var(txn.client)]',
    '%(tls:str)[ssl_fc_protocol]',
    '%(protocol:str)HV',
    '%(upstream:str)[srv_name]',
    '%(queue_ms:sint)Tw',
    '%(connect_ms:sint)Tc',
    '%(response_ms:sint)Tr',
    '%(total_ms:sint)Ta',
    '%(termination:str)ts',
    '%(retries:sint)rc',
  ];
}

/** Of a connection that ended before it could ask for something. */
function connectionFields(tenant: string): readonly string[] {
  return [
    TIME,
    '%(kind:str)[str(connection)]',
    `%(tenant:str)[str(${tenant})]`,
    '%(client:str)ci',
    '%(error:str)[fc_err_str]',
    '%(tls_error:str)[ssl_fc_err_str]',
  ];
}

/** Access log of a tenant's gateway: a line of JSON per request on its standard output. */
export class AccessLog extends HardenedSetting {
  /** Paths without their query strings: those may hold personal data. */
  static json(): AccessLog {
    return new AccessLog([], 'access-log', undefined);
  }

  /** Query strings as well. @param reason at least 10 characters */
  static withQuery(reason: string): AccessLog {
    return new AccessLog(['%(query:str)HQ'], 'access-log-without-queries', reason);
  }

  /** Nothing. @param reason at least 10 characters */
  static off(reason: string): AccessLog {
    return new AccessLog(undefined, 'access-log', reason);
  }

  private constructor(
    private readonly query: readonly string[] | undefined,
    id: DefaultId,
    reason: string | undefined,
  ) {
    super(id, reason);
  }

  /** Directives of a frontend of HAProxy. Where the output is not read, HAProxy drops lines and counts them: requests never wait. */
  directives(tenant: string): readonly string[] {
    if (this.query === undefined) return [];
    return [
      'no log',
      `log stdout len ${String(LONGEST_LINE)} format raw local0 info`,
      `log-format '${encoded(requestFields(tenant, this.query))}'`,
      `error-log-format '${encoded(connectionFields(tenant))}'`,
    ];
  }
}

function encoded(fields: readonly string[]): string {
  return `%{+json}o ${fields.join(' ')}`;
}
