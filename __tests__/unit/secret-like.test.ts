import { SECRET_FORMATS } from '../../constructs/secret-formats';
import { isPlaceholder, isSecretName, isSecretValue, secretsInText } from '../../constructs/secret-like';

/** Samples of each form, joined here so that no scanner takes this file for a leak. */
const SAMPLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'private key': [
    ['-----BEGIN ', 'PRIVATE KEY-----'],
    ['-----BEGIN ', 'OPENSSH PRIVATE KEY-----'],
    ['-----BEGIN ', 'PGP PRIVATE KEY BLOCK-----'],
    ['PuTTY-User-Key-File-', '3: ssh-ed25519'],
  ],
  'URL with a password': [
    ['postgres://u:', 'p@db/x'],
    ['redis://:', 'p@cache:6379'],
    ['HTTPS://u:', 'p%24@h/'],
  ],
  'HTTP authorization': [
    ['Authorization: Bearer ', '0123456789'],
    ['"authorization": "Basic ', 'dTpwYXNz"'],
    ['Authorization=Token ', 'abcdef'],
  ],
  'JSON Web Token': [['eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxIn0.c2ln']],
  age: [['AGE-SECRET-KEY-', '1QQPQZRY9X8GF2']],
  Anthropic: [['sk-ant-', 'api03-0123456789']],
  AWS: [
    ['AKIA', 'IOSFODNN7EXAMPLE'],
    ['ASIA', 'IOSFODNN7EXAMPLE'],
  ],
  Databricks: [['dapi', '0123456789abcdef0123456789abcdef']],
  DigitalOcean: [
    ['dop_v1_', '0123456789'],
    ['doo_v1_', '0123456789'],
    ['dor_v1_', '0123456789'],
  ],
  'Docker Hub': [
    ['dckr_pat_', '0123456789'],
    ['dckr_oat_', '0123456789'],
  ],
  GitHub: [...['ghp', 'gho', 'ghs', 'ghu', 'ghr'].map((prefix) => [`${prefix}_`, '0123456789']), ['github_pat_', '0123456789']],
  GitLab: ['glpat', 'gldt', 'glrt', 'glcbt', 'glptt', 'glft', 'glimt', 'glagent', 'gloas', 'glsoat', 'glffct'].map((prefix) => [
    `${prefix}-`,
    '0123456789',
  ]),
  Google: [
    ['AIza', '0123456789012345678901234567890abcd'],
    ['GOCSPX-', '0123456789'],
    ['ya29.', '0123456789'],
  ],
  Grafana: [
    ['glsa_', '0123456789'],
    ['glc_', '0123456789'],
  ],
  HashiCorp: [
    ['hvs.', '0123456789'],
    ['hvb.', '0123456789'],
    ['hvr.', '0123456789'],
    ['01234567890123.', 'atlasv1.0123456789'],
  ],
  'Hugging Face': [['hf_', '01234567890123456789']],
  npm: [['npm_', '01234567890123456789']],
  OpenAI: [
    ['sk-proj-', '0123456789'],
    ['sk-svcacct-', '0123456789'],
    ['sk-admin-', '0123456789'],
  ],
  PyPI: [['pypi-', 'AgEIcHlwaS5vcmcCJDAw']],
  SendGrid: [['SG.', `${'a'.repeat(22)}.${'b'.repeat(43)}`]],
  Shopify: ['shpat', 'shpca', 'shppa', 'shpss'].map((prefix) => [`${prefix}_`, '0123456789']),
  Slack: [
    ['xoxb-', '012345'],
    ['xapp-', '1-A012345'],
    ['https://hooks.slack.com/services/', 'T0/B0/x0'],
  ],
  Stripe: [
    ['sk_live_', '01234567'],
    ['rk_test_', '01234567'],
    ['whsec_', '01234567'],
  ],
  Telegram: [['0123456789:AA', 'x'.repeat(33)]],
};

test('every form has a sample and a page of its issuer', () => {
  expect(Object.keys(SAMPLES)).toEqual(SECRET_FORMATS.map(({ issuer }) => issuer));
  for (const { source } of SECRET_FORMATS) expect(source).toMatch(/^https:\/\//);
});

const samples = Object.entries(SAMPLES).flatMap(([issuer, texts]) => texts.map((parts) => [issuer, parts.join('')] as const));

test.each(samples)('%s: %s', (issuer, text) => {
  expect(isSecretValue(text)).toBe(true);
  expect(secretsInText(`before ${text} after`)).toContain(issuer);
});

test.each([
  ...['-----BEGIN CERTIFICATE-----', '-----BEGIN PUBLIC KEY-----', 'https://host:8080/@scope/name', 'http://a@b:80/', 'ops@acme.test'],
  ...['postgres://u:$PASSWORD@db', 'postgres://u:${PASSWORD}@db', 'postgres://u:%(password)s@db', 'postgres://u:<password>@db', 'a:b@c'],
  ...['Authorization: Bearer $TOKEN', 'proxy_set_header Authorization $http_authorization;', 'eyJhbGciOiJIUzI1NiJ9', 'sha256:0123456789'],
  ...[
    'myghp_0123456789',
    'glpatience-is-good',
    'AKIAIOSFODNN7EXAMPLEX',
    'risk-admin-0123456789',
    'nginx@sha256:abcdef',
    'npm_config_registry',
  ],
])('%s is none', (text) => {
  expect(isSecretValue(text)).toBe(false);
});

test.each([
  'DB_PASSWORD',
  'apiKey',
  'db.password',
  'x-api-key',
  'PGPASSWORD',
  'SSHPASS',
  'REDISCLI_AUTH',
  'VAULT_SECRET_ID',
  'PASSWORD_HASH',
])('%s is a name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...[
    'TOKEN_TTL',
    'PASSWORD_MIN_LENGTH',
    'token-ttl',
    'tokenTtl',
    'DB_PASSWORD_FILE',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_URL',
    'SECRET_NAME',
    'PWD',
  ],
  ...['OLDPWD', 'TOKENIZER', 'KEYBOARD', 'PASSWORD_MAX', 'TOKEN_EXPIRES_IN', 'PASSWORD_REQUIRED', 'COMPASS'],
])('%s is none', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each(['$PASSWORD', '${PASSWORD}', '%(password)s', '<password>', '{{ password }}', '****', 'changeme', 'null', 'True'])(
  '%s stands for a value',
  (value) => {
    expect(isPlaceholder(value)).toBe(true);
  },
);

test.each([
  ['password: hunter2', ['password']],
  ['  db_password = "hunter2"', ['db_password']],
  ['export API_TOKEN=hunter2', ['API_TOKEN']],
  ['- token: hunter2', ['token']],
  ['{"user":"u","password":"hunter2"}', ['password']],
  ["{'apiKey': 'hunter2'}", ['apiKey']],
  ['A_TOKEN=hunter2\nB_TOKEN=hunter2\nA_TOKEN=hunter3\n', ['A_TOKEN', 'B_TOKEN']],
  ['requirepass=hunter2', ['requirepass']],
])('%j has %j', (text, secrets) => {
  expect(secretsInText(text)).toEqual(secrets);
});

test.each([
  ...['password_min_length: 1200', 'token_ttl: 3600', 'password: $PASSWORD', 'password: "{{ password }}"', 'password = /run/secrets/db'],
  ...['token: req.token', 'const token = read();', 'password: true', 'password: abc', 'password:', '# the password is elsewhere'],
  ...['{"password":{"type":"string"}}', '{"password":"${PASSWORD}"}', 'user: hunter2', 'http-request auth realm token'],
])('%j has none', (text) => {
  expect(secretsInText(text)).toEqual([]);
});

test('a large file takes no time', () => {
  const texts = [
    'a'.repeat(1_000_000),
    'eyJ'.repeat(300_000),
    'a://'.repeat(250_000),
    'Authorization: '.repeat(60_000),
    '"a":"'.repeat(200_000),
  ];
  const start = performance.now();
  for (const text of texts) expect(secretsInText(text)).toEqual([]);

  expect(performance.now() - start).toBeLessThan(20_000);
});
