import { write } from '../plan/dockerfile';
import { PHP } from './php-extensions';

/** Paths in the image. */
export const START = '/opt/start.php';
const SERVER = '/etc/apache2/app.conf';

/** Words that start Apache. */
export const APACHE: readonly string[] = ['/usr/sbin/apache2', '-D', 'FOREGROUND', '-f', SERVER];

const MODULES = [
  'access_compat',
  'alias',
  'auth_basic',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_host',
  'authz_user',
  'deflate',
  'dir',
].concat(['env', 'expires', 'filter', 'headers', 'mime', 'mpm_prefork', 'remoteip', 'rewrite', 'setenvif']);

/**
 * One process for each request, as many as the memory of the container has room for. A connection of a browser ends at the gateway: one that stays open
 * would only keep a process from its work. The gateway alone reaches it, and says who asked, and by which scheme.
 */
function configuration(directory: string): string {
  return `ServerRoot /usr/lib/apache2
${MODULES.map((name) => `LoadModule ${name}_module modules/mod_${name}.so`).join('\n')}
LoadModule php_module modules/libphp${PHP}.so
Listen \${PORT}
ServerName localhost
ServerTokens Prod
ServerSignature Off
TraceEnable Off
DefaultRuntimeDir /tmp
PidFile /tmp/apache2.pid
ErrorLog /proc/self/fd/2
ErrorLogFormat "[%l] %M"
LogLevel warn
KeepAlive Off
ServerLimit \${WEB_CONCURRENCY}
MaxRequestWorkers \${WEB_CONCURRENCY}
StartServers 2
MinSpareServers 1
MaxSpareServers 4
MaxConnectionsPerChild 2000
GracefulShutdownTimeout 25
TypesConfig /etc/mime.types
DirectoryIndex index.php index.html
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16
SetEnvIf X-Forwarded-Proto "^https$" HTTPS=on
AddOutputFilterByType DEFLATE text/html text/css text/plain text/xml application/javascript application/json image/svg+xml
DocumentRoot ${directory}
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${directory}>
  Options FollowSymLinks
  AllowOverride All
  Require all granted
  FallbackResource /index.php
</Directory>
<FilesMatch "\\.php$">
  SetHandler application/x-httpd-php
</FilesMatch>
<LocationMatch "(^|/)(\\.(?!well-known/)|vendor/|node_modules/|composer\\.|Procfile$)">
  Require all denied
</LocationMatch>
`;
}

/** Settings of PHP: nothing is shown to visitors, files never change, and only `/tmp` can be written. */
const SETTINGS = `expose_php = Off
display_errors = Off
log_errors = On
html_errors = Off
variables_order = EGPCS
session.save_path = /tmp
session.cookie_httponly = On
session.use_strict_mode = On
upload_tmp_dir = /tmp
opcache.validate_timestamps = 0
opcache.memory_consumption = 64
opcache.max_accelerated_files = 20000
realpath_cache_size = 4M
`;

/** Starts a program with the number of processes that its container has room for, and with directories that it can write. */
function startProgram(writable: readonly string[]): string {
  return `<?php
function first(string ...$files): string {
    foreach ($files as $file) {
        $text = @file_get_contents("/sys/fs/cgroup/$file");
        if ($text !== false) return trim($text);
    }
    return "max";
}
function copied(string $from, string $to): void {
    @mkdir($to, 0700);
    foreach (array_diff(scandir($from), [".", ".."]) as $name) {
        is_dir("$from/$name") ? copied("$from/$name", "$to/$name") : copy("$from/$name", "$to/$name");
    }
}
$memory = first("memory.max", "memory/memory.limit_in_bytes");
$room = is_numeric($memory) ? intdiv((int) $memory, 32 << 20) : 64;
$defaults = ["PORT" => "8080", "WEB_CONCURRENCY" => (string) max(2, min($room, 64))];
foreach ([${writable.map((directory) => JSON.stringify(directory)).join(', ')}] as $directory) copied("/opt/writable/$directory", "/tmp/$directory");
$paths = str_contains($argv[1], "/") ? [""] : array_map(fn ($path) => "$path/", explode(":", getenv("PATH")));
foreach ($paths as $path) if (is_executable($path . $argv[1])) pcntl_exec($path . $argv[1], array_slice($argv, 2), getenv() + $defaults);
fwrite(STDERR, "cannot start $argv[1]\\n");
exit(127);
`;
}

/** Lines that write all of it. @param directory absolute, whose files are served */
export function serverFiles(directory: string, writable: readonly string[]): readonly string[] {
  return [
    write(SERVER, configuration(directory)),
    write(`/etc/php/${PHP}/apache2/conf.d/90-app.ini`, SETTINGS),
    write(`/etc/php/${PHP}/cli/conf.d/90-app.ini`, SETTINGS),
    write(START, startProgram(writable)),
  ];
}
