/** A form in which an issuer hands out secrets. */
export interface SecretFormat {
  readonly issuer: string;
  /** Page on which the issuer documents the form. */
  readonly source: string;
  readonly pattern: RegExp;
}

/** Starts where no word goes on: a form in the middle of an encoded text is none. */
function token(issuer: string, source: string, form: string): SecretFormat {
  return { issuer, source, pattern: new RegExp(`(?<![\\w-])(?:${form})`) };
}

/**
 * Forms of secrets. Each has a fixed prefix or a structure of its own, so that no other text has it. The list was read from the pages of the issuers on
 * 2026-11-29; docs/decisions/032-secrets-by-their-forms.md says why it is kept here.
 */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  {
    issuer: 'private key',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/,
  },
  {
    issuer: 'URL with a password',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@"'<>]{0,200}:(?!\$|%[({]|[{<])[^/\s@"'<>]{1,200}@/i,
  },
  {
    issuer: 'HTTP authorization',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2',
    pattern: /\bAuthorization["']?\s{0,9}[:=]\s{0,9}["']?(?:Basic|Bearer|Token)\s{1,9}[\w.~+/-]{6,}/i,
  },
  token('JSON Web Token', 'https://www.rfc-editor.org/rfc/rfc7519', String.raw`eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*`),
  token('age', 'https://age-encryption.org/v1', 'AGE-SECRET-KEY-1[0-9A-Z]{10,}'),
  token('Anthropic', 'https://docs.anthropic.com/en/api/admin-api', String.raw`sk-ant-[\w-]{10,}`),
  token('AWS', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html', '(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])'),
  token('Databricks', 'https://docs.databricks.com/dev-tools/auth/pat.html', 'dapi[0-9a-f]{32}'),
  token('DigitalOcean', 'https://docs.digitalocean.com/reference/api/create-personal-access-token/', 'do[opr]_v1_[0-9a-f]{10,}'),
  token('Docker Hub', 'https://docs.docker.com/security/access-tokens/', String.raw`dckr_(?:pat|oat)_[\w-]{10,}`),
  token(
    'GitHub',
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    String.raw`gh[opsur]_[A-Za-z0-9]{10,}|github_pat_\w{10,}`,
  ),
  token('GitLab', 'https://docs.gitlab.com/security/tokens/', String.raw`gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{10,}`),
  token('Google', 'https://cloud.google.com/docs/authentication/api-keys', String.raw`AIza[\w-]{35}|GOCSPX-[\w-]{10,}|ya29\.[\w-]{10,}`),
  token('Grafana', 'https://grafana.com/docs/grafana/latest/administration/service-accounts/', String.raw`gl(?:sa|c)_[\w=]{10,}`),
  token(
    'HashiCorp',
    'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    String.raw`hv[bsr]\.[\w-]{10,}|\w{14}\.atlasv1\.[\w-]{10,}`,
  ),
  token('Hugging Face', 'https://huggingface.co/docs/hub/security-tokens', 'hf_[A-Za-z0-9]{20,}'),
  token('npm', 'https://docs.npmjs.com/about-access-tokens', 'npm_[A-Za-z0-9]{20,}'),
  token('OpenAI', 'https://platform.openai.com/docs/api-reference/authentication', String.raw`sk-(?:proj|svcacct|admin)-[\w-]{10,}`),
  token('PyPI', 'https://pypi.org/help/#apitoken', String.raw`pypi-[\w-]{20,}`),
  token('SendGrid', 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys', String.raw`SG\.[\w-]{22}\.[\w-]{43}`),
  token('Shopify', 'https://shopify.dev/docs/apps/build/authentication-authorization', 'shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{10,}'),
  token(
    'Slack',
    'https://docs.slack.dev/authentication/tokens',
    String.raw`xox[abeoprs]-[\w-]{6,}|xapp-\d-[\w-]{6,}|https://hooks\.slack\.com/services/T\w+/B\w+/\w+`,
  ),
  token('Stripe', 'https://docs.stripe.com/keys', '(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{8,}|whsec_[0-9A-Za-z]{8,}'),
  token('Telegram', 'https://core.telegram.org/bots/api#authorizing-your-bot', String.raw`\d{8,10}:AA[\w-]{33}`),
];
