import { GATEWAY_DIRECTORY } from '../gateway-rules';
import { TrustedProxies } from '../trusted-proxies';

/** Lua that HAProxy needs for what its own rules cannot say, beside the configuration. */
export const HOP_BY_HOP_FILE = 'hop-by-hop.lua';

/** Header in which the router hands on what the client's Connection header says; it begins as those that no client's request keeps. */
export const CONNECTION_HEADER = 'X-Forwarded-Connection';

/** Headers by which proxies tell about a client, or change what is asked for. Apps that trust them trust every client. */
const NOT_THE_CLIENTS = [
  'CF-Connecting-IP',
  'Forwarded',
  'Proxy',
  'True-Client-IP',
  'Via',
  'X-Client-Certificate',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'X-Original-URL',
  'X-Real-IP',
  'X-Rewrite-URL',
];

/** Values of `Connection` that name no header to remove. */
const CONNECTION_OPTIONS = 'close|http2-settings|keep-alive|te|upgrade';

/** A way into the gateway, by what the router says about the client there. */
export class Entrance {
  /** Without TLS: the router has appended the address that it saw to X-Forwarded-For. */
  static readonly http = new Entrance('http', 80, 'req.hdr_ip(x-forwarded-for,-1)', 'req.hdr_ip(x-forwarded-for,-2)', CONNECTION_HEADER);
  /** With TLS: the address that the router saw comes by the PROXY protocol. */
  static readonly https = new Entrance('https', 443, 'src', 'req.hdr_ip(x-forwarded-for,-1)', 'Connection');

  private constructor(
    private readonly scheme: string,
    /** Of a URL that names none. */
    private readonly port: number,
    /** Fetch of the address that the router saw. */
    private readonly peer: string,
    /** Fetch of the address that this peer saw, if it is a proxy. */
    private readonly behindPeer: string,
    private readonly connectionHeader: string,
  ) {}

  /** Lines of the frontend: who the client is, and no header that claims something else. */
  lines(proxies: TrustedProxies): readonly string[] {
    const isTrusted = `{ var(txn.client) -m ip -f ${GATEWAY_DIRECTORY}/${TrustedProxies.FILE} }`;
    const named = `{ req.hdr(${this.connectionHeader}) -m reg -i ^(?!(${CONNECTION_OPTIONS})$). }`;
    return [
      `http-request set-var(txn.client) ${this.peer}`,
      ...(proxies.isEmpty ? [] : [`http-request set-var(txn.client) ${this.behindPeer} if ${isTrusted} { ${this.behindPeer} -m found }`]),
      // Before anything is set: a client could otherwise name what the gateway says about it.
      `http-request lua.drop_hop_by_hop ${this.connectionHeader} if ${named}`,
      'http-request del-header x-forwarded- -m beg',
      ...NOT_THE_CLIENTS.map((name) => `http-request del-header ${name}`),
      'http-request set-header X-Forwarded-For %[var(txn.client)]',
      `http-request set-header X-Forwarded-Proto ${this.scheme}`,
      'http-request set-header X-Forwarded-Host %[req.hdr(host)]',
      `http-request set-header X-Forwarded-Port ${String(this.port)}`,
      'http-request set-header X-Forwarded-Port %[req.hdr(host),port_only] if { req.hdr(host),port_only gt 0 }',
    ];
  }
}

/**
 * Headers that Connection lists are for the next hop alone (RFC 9110, 7.6.1). HAProxy's own rules cannot delete a name that the request says. What frames
 * the message stays.
 */
export const HOP_BY_HOP = `local KEPT = { connection = true, ["content-length"] = true, host = true, ["transfer-encoding"] = true, upgrade = true }

core.register_action("drop_hop_by_hop", { "http-req" }, function(txn, header)
  for _, list in pairs(txn.http:req_get_headers()[header:lower()] or {}) do
    for name in list:lower():gmatch("[^%s,]+") do
      if not KEPT[name] then txn.http:req_del_header(name) end
    end
  end
end, 1)
`;
