import { AppEngineError } from '../errors';

/** Arguments of a backend as Terraform spells them. */
export type BackendConfig = Readonly<Record<string, unknown>>;

/** Arguments that hold credentials, and the variables that Terraform takes those from. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  access_key: 'AWS_ACCESS_KEY_ID',
  secret_key: 'AWS_SECRET_ACCESS_KEY',
  sse_customer_key: 'AWS_SSE_CUSTOMER_KEY',
  username: 'TF_HTTP_USERNAME',
  password: 'TF_HTTP_PASSWORD',
  client_private_key_pem: 'TF_HTTP_CLIENT_PRIVATE_KEY_PEM',
  client_secret: 'ARM_CLIENT_SECRET',
  client_certificate_password: 'ARM_CLIENT_CERTIFICATE_PASSWORD',
  oidc_token: 'ARM_OIDC_TOKEN',
  sas_token: 'ARM_SAS_TOKEN',
  credentials: 'GOOGLE_CREDENTIALS',
  encryption_key: 'GOOGLE_ENCRYPTION_KEY',
  http_auth: 'CONSUL_HTTP_AUTH',
  access_token: 'CONSUL_HTTP_TOKEN',
};
/** Of a backend, where the same argument has another variable, or none at all. */
const OF_BACKEND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  azurerm: { access_key: 'ARM_ACCESS_KEY' },
  gcs: { access_token: 'GOOGLE_OAUTH_ACCESS_TOKEN' },
  remote: { token: 'TF_TOKEN_<host>' },
  s3: { token: 'AWS_SESSION_TOKEN' },
};
/** Fallback: Terraform has no variable for it, or the argument is not known here. */
const SECRET_NAME = /(^|_)(pass|passwd|password|secret|token|private_key|access_key|secret_key|credentials?)(_pem)?$/;
const PATH_NAME = /_(file|path)s?$/;
/** A name with its password in an URL; `password=…` in other connection strings. */
const URL_CREDENTIALS = /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]*@|[?&\s]password=|^password=/i;
const LOOPBACK = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/i;
const BACKEND_TYPE = /^[a-z][a-z0-9]*$/;

/**
 * The configuration of a shared backend without anything secret in it.
 * @throws AppEngineError BackendInvalid, BackendCredential
 */
export function checkedBackend(type: string, config: BackendConfig): BackendConfig {
  if (!BACKEND_TYPE.test(type) || type === 'local') {
    throw new AppEngineError(
      'BackendInvalid',
      `backend ${JSON.stringify(type)} must be the name of one of Terraform's, such as "gcs"; use StateBackend.local() for files of this project`,
    );
  }
  const texts = textsOf(config);
  for (const [path, text] of texts) checkArgument(type, path, text);
  if (!texts.some(([, text]) => text.includes('{stack}'))) {
    throw new AppEngineError(
      'BackendInvalid',
      `backend ${JSON.stringify(type)} must name {stack} in one of its arguments, or all stacks would have one state; write it as ${JSON.stringify('{instance}/{stack}')}`,
    );
  }
  return config;
}

function checkArgument(type: string, path: readonly string[], text: string): void {
  const name = path.at(-1) ?? '';
  const variable = OF_BACKEND[type]?.[name] ?? CREDENTIALS[name];
  if (variable !== undefined || (SECRET_NAME.test(name) && !PATH_NAME.test(name))) {
    const way = variable ?? "a variable that Terraform's documentation of the backend names";
    throw new AppEngineError(
      'BackendCredential',
      `argument ${JSON.stringify(path.join('.'))} of the ${type} backend is a credential, and would be in the synthesized configuration; leave it out and set ${way}`,
    );
  }
  if (URL_CREDENTIALS.test(text)) {
    const way = type === 'pg' ? 'PGPASSWORD' : type === 'http' ? 'TF_HTTP_USERNAME and TF_HTTP_PASSWORD' : 'the variables of the backend';
    throw new AppEngineError(
      'BackendCredential',
      `argument ${JSON.stringify(path.join('.'))} of the ${type} backend has a password in it; leave that out and set ${way}`,
    );
  }
  if (/^http:\/\//i.test(text) && !LOOPBACK.test(text)) {
    throw new AppEngineError(
      'BackendInvalid',
      `argument ${JSON.stringify(path.join('.'))} of the ${type} backend must be https: ${JSON.stringify(text)} would send states in clear; plain http reaches this machine alone`,
    );
  }
}

/** All texts of a configuration with the names that lead to them. */
function textsOf(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, [...path, ...(Array.isArray(value) ? [] : [key])]));
}
