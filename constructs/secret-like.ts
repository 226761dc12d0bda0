const SECRET_NAME =
  /(^|_)(PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|APIKEY|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_KEY)(_|$)/;
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@|^(ghp|gho|glpat|xox[abp]|sk_live|rk_live)[_-][A-Za-z0-9]|^AKIA[0-9A-Z]{16}$|^eyJ[\w-]+\.eyJ/;

/** True if a variable of this name holds a secret; one that ends in `_FILE` holds a path. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  return SECRET_NAME.test(upper) && !upper.endsWith('_FILE');
}

/** True for a private key, a token, or a URL with a password. */
export function isSecretValue(value: string): boolean {
  return SECRET_VALUE.test(value);
}
