import { UNKNOWN, command } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';
import { UNREAD, container, volume } from '../cases/facts';
import { known } from '../facts/known';

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n';

const NOTHING = { command: 'none', env: 'none', 'healthcheck.test': 'an argument, an argument', labels: 'none', log_opts: 'none' };

/** A case of one attribute: the others have nothing. */
function one(changes: Arguments, result: string): ConfigurationCase {
  const [, attribute = ''] = result.split(' ');
  const others = Object.entries(NOTHING).flatMap(([name, value]) => (name === attribute ? [] : [`pass ${name} = ${value}`]));
  return [changes, ...[...others, result].sort((a, b) => ((a.split(' ')[1] ?? '') < (b.split(' ')[1] ?? '') ? -1 : 1))];
}

function uploaded(content: string): Arguments {
  return { upload: [{ file: '/app.conf', content }] };
}

function health(...test: readonly string[]): Arguments {
  return { healthcheck: [{ test }] };
}

function argumentsOf(count: number): string {
  return Array.from({ length: count }, () => 'an argument').join(', ');
}

const CLEAR_ARGUMENTS: readonly (readonly string[])[] = [
  ...['-token=hunter2', '--api-token=hunter2', '--url=https://u:p@h/', 'https://u:p@h/', '--password=two\nlines', 'PGPASSWORD=x'].map(
    (word) => [word],
  ),
  ...['run --password=x', 'exec psql postgres://u:p@h/db', 'curl -H "Authorization: Bearer 0123456789"', 'PGPASSWORD=x psql'].map(
    (line) => [line],
  ),
  ['mysql -u root -phunter2 shop'],
  ['/usr/bin/mysqldump  -phunter2'],
  ['true;mariadb-admin -p "hunter2"'],
];

/** Of these the second word is the secret. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['--password', 'x'],
  ['--db-password', 'x'],
  ['--requirepass', 'x'],
];

const HARMLESS: readonly (readonly string[])[] = [
  ['--password'],
  ['--password='],
  ['--name=x'],
  ['password=x'],
  ['-p', '8080'],
  ['-a', 'x'],
  ['web', '-p8080'],
  ['--password', '--verbose'],
  ['--password', '$DB_PASSWORD'],
  ['--password', '/run/secrets/db'],
  ['--password=$(cat /run/secrets/db)'],
  ['--token-ttl', '3600'],
  ['--password-min-length=12'],
  ['sh -c "exec web -p 8080"'],
  ['mysql -u root && web -p 8080'],
  ['mysql -e true;web -p8080'],
  ['mysql | tee --password; x'],
  ['mysql --port 3306'],
  ['mysql', '-p', '$MYSQL_PWD'],
  ['mysql', '-p'],
  ['mongolike-not', 'x'],
  ['MODE=test'],
];

const PROGRAMS: readonly (readonly [string, string])[] = [
  ...['mysql', 'mysqladmin', 'mariadb', 'mariadb-dump', 'mongo', 'mongosh', 'sshpass'].map((program): [string, string] => [program, '-p']),
  ...['redis-cli', 'redis-benchmark', 'valkey-cli'].map((program): [string, string] => [program, '-a']),
  ...['sqlcmd', 'bcp'].map((program): [string, string] => [program, '-P']),
  ...['ldapsearch', 'ldapadd'].map((program): [string, string] => [program, '-w']),
];

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [
        { env: ['DB_PASSWORD_FILE=/run/x', 'URL=http://host/'], command: ['--token-file=/x'], labels: [{ label: 'app', value: 'shop' }] },
        'pass command = an argument',
        'pass env = DB_PASSWORD_FILE, URL',
        'pass healthcheck.test = an argument, an argument',
        'pass labels = app',
        'pass log_opts = none',
      ],
      one({ env: ['TOKEN_TTL=3600', 'PASSWORD_MIN_LENGTH=12'] }, 'pass env = TOKEN_TTL, PASSWORD_MIN_LENGTH'),
      one(command('web', '-p', '8080'), `pass command = ${argumentsOf(3)}`),
      one(uploaded(CERTIFICATE), 'pass upload.content = /app.conf'),
    ],
    bad: [
      [
        {
          env: ['DB_PASSWORD=${random_password.x.result}', 'URL=postgres://u:p@db/x'],
          labels: { label: 'com.acme.api-token', value: 'x' },
          log_opts: { 'splunk-token': 'x' },
          command: ['--password=x'],
        },
        'fail command = an argument',
        'fail env = DB_PASSWORD',
        'fail env = URL',
        'pass healthcheck.test = an argument, an argument',
        'fail labels = com.acme.api-token',
        'fail log_opts = splunk-token',
      ],
      one(health('CMD-SHELL', 'mysqladmin ping -phunter2'), 'fail healthcheck.test = an argument'),
      one(uploaded(KEY), 'fail upload.content = /app.conf: private key'),
      one(uploaded('host: db\npassword: hunter2\n'), 'fail upload.content = /app.conf: password'),
    ],
    open: [
      one({ env: [UNKNOWN] }, 'unknown env = ${var.x}'),
      one({ env: ['URL=${var.x}'] }, 'unknown env = ${var.x}'),
      one(command(UNKNOWN), 'unknown command = ${var.x}'),
      one(health('CMD', UNKNOWN), 'unknown healthcheck.test = ${var.x}'),
      one(uploaded(UNKNOWN), 'unknown upload.content = ${var.x}'),
    ],
    edge: [
      ...CLEAR_ARGUMENTS.map((words) => one(command(...words), 'fail command = an argument')),
      ...PAIRS.map((words) => one(command(...words), 'fail command = an argument')),
      ...PROGRAMS.map(([program, option]) => one(command(program, option, 'hunter2'), 'fail command = an argument')),
      ...HARMLESS.map((words) => one(command(...words), `pass command = ${argumentsOf(words.length)}`)),
      one(command('--password', UNKNOWN), 'fail command = an argument'),
      one(command(UNKNOWN, 'x'), 'unknown command = ${var.x}'),
      one({ env: ['db.password=x'] }, 'fail env = db.password'),
      one({ env: ['dbPassword=x'] }, 'fail env = dbPassword'),
      one({ labels: [{ label: 'x', value: UNKNOWN }] }, 'unknown labels = ${var.x}'),
      one({ labels: [{ label: 'com.acme.url', value: 'https://u:p@h/' }] }, 'fail labels = com.acme.url'),
      one({ log_opts: { mode: UNKNOWN } }, 'unknown log_opts = ${var.x}'),
      one({ log_opts: { 'splunk-url': 'https://u:p@h/' } }, 'fail log_opts = splunk-url'),
      one(
        { upload: [{ file: '/key.pem', content_base64: Buffer.from(KEY).toString('base64') }] },
        'fail upload.content = /key.pem: private key',
      ),
      one({ upload: [{ file: '/key.pem', source: 'key.pem' }], healthcheck: null }, 'pass healthcheck.test = none'),
    ],
  },
  engine: {
    good: [
      [[volume({ o: known('addr=10.0.0.1,rw'), demo: known('x') })], 'pass driver_opts = addr, rw, demo'],
      [
        [container({ healthCommand: [] })],
        'pass command = none',
        'pass env = none',
        'pass healthcheck.test = none',
        'pass labels = none',
        'pass log_opts = none',
      ],
    ],
    bad: [
      [[volume({ type: known('cifs'), o: known('username=u,password=p') })], 'fail driver_opts = password'],
      [[volume({ device: known('https://u:p@files.acme/') })], 'fail driver_opts = device'],
    ],
    open: [
      [[volume({ o: UNREAD })], 'unknown driver_opts = not read'],
      [
        [container({ environment: [known({ name: UNREAD, value: known('x') })] })],
        'pass command = none',
        'unknown env = not read',
        'pass healthcheck.test = an argument, an argument',
        'pass labels = none',
        'pass log_opts = none',
      ],
    ],
    idle: [[volume()]],
  },
};
