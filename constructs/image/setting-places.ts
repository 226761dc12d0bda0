import type { SettingId } from './package-settings';

/** Places where the steps of a Dockerfile that is not ours find a file with settings. */
export interface SettingPlace {
  /** Paths of the file in a step. */
  readonly targets: readonly string[];
  /** Variables that name the first of them. @default none */
  readonly variables?: readonly string[];
  /** Text by which a Dockerfile brings or changes such a file itself: it is then left to that. @default none */
  readonly ownWays?: RegExp;
  /** A line by which the file would decide where or how a step installs: one that has it is for its machine alone. @default none */
  readonly machineOnly?: RegExp;
}

/** No package makes, moves or removes a file there, unlike `/etc/ssl/certs/ca-certificates.crt`. */
function own(id: SettingId): string {
  return `/run/secrets/appengine-${id}`;
}

/**
 * Any user reads what is not below `/root`. Where a program has a file that comes before or behind others, it is the one that comes last: what the image and the
 * sources say counts.
 */
export const SETTING_PLACES: Readonly<Record<SettingId, SettingPlace>> = {
  ca: {
    // The last but one also counts before `cert` in a `pip.conf`, which is a path of the machine.
    targets: [own('ca')],
    variables: ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'PIP_CERT', 'GIT_SSL_CAINFO'],
    ownWays: /\/usr\/local\/share\/ca-certificates\b|\/ca-trust\/source\b|\b(target|dst|destination)=\/etc\/(ssl|pki)\b/,
  },
  netrc: { targets: [own('netrc'), '/root/.netrc'], variables: ['NETRC'], ownWays: /\.netrc\b/ },
  // Yarn 1 reads those of all directories above the sources.
  npmrc: {
    targets: [own('npmrc'), '/.npmrc'],
    variables: ['NPM_CONFIG_GLOBALCONFIG'],
    machineOnly: /^\s*(prefix|nodedir|python|shell|script-shell|cache|store-dir)\s*=/m,
  },
  yarnrc: { targets: ['/.yarnrc.yml'], machineOnly: /^\s*(yarnPath|globalFolder|cacheFolder)\s*:/m },
  pip: {
    targets: [own('pip')],
    variables: ['PIP_CONFIG_FILE'],
    ownWays: /\bpip\.conf\b|\bpip3? config\b/,
    machineOnly: /^\s*(target|prefix|root|user|require-virtualenv)\s*=/m,
  },
  uv: { targets: ['/etc/uv/uv.toml'], ownWays: /\/uv\/uv\.toml\b/, machineOnly: /^\s*(cache-dir|python-\w+|target|prefix)\s*=/m },
  goenv: {
    targets: [own('goenv')],
    variables: ['GOENV'],
    ownWays: /\bgo env -[wu]\b/,
    machineOnly: /^(?!GO(PROXY|PRIVATE|NOPROXY|NOSUMDB|SUMDB|INSECURE|VCS|AUTH)=)[A-Z]\w*=/m,
  },
  maven: { targets: ['/root/.m2/settings.xml'], ownWays: /\/\.m2(?!\/repository)/, machineOnly: /<localRepository>/ },
  gradle: {
    targets: ['/root/.gradle/gradle.properties'],
    ownWays: /\/\.gradle(?!\/(caches|wrapper)\b)/,
    machineOnly: /^\s*org\.gradle\./m,
  },
  composer: { targets: ['/root/.composer/auth.json'], ownWays: /\bauth\.json\b|\bCOMPOSER_(AUTH|HOME)\b|\/\.composer(?!\/cache)/ },
  bundle: {
    targets: [own('bundle')],
    variables: ['BUNDLE_USER_CONFIG'],
    ownWays: /\bbundler? config\b/,
    machineOnly: /^BUNDLE_(PATH|BIN|DEPLOYMENT|WITHOUT|FROZEN|SYSTEM_BINDIR)\b/m,
  },
};
