import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { literal } from '../terraform/literal';

const SECRET_NAME =
  /(^|_)(PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|APIKEY|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_KEY)(_|$)/;
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@|^(ghp|gho|glpat|xox[abp]|sk_live|rk_live)[_-][A-Za-z0-9]|^AKIA[0-9A-Z]{16}$|^eyJ[\w-]+\.eyJ/;

/** `NAME=value` lines in the order of their names. The environment is readable in state, plan and inspect: what looks like a secret is refused. */
export function renderEnvironment(scope: IConstruct, environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment)
    .sort()
    .map((name) => {
      const value = environment[name] ?? '';
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw new AppEngineError(
          'EnvironmentNameInvalid',
          `environment name ${JSON.stringify(name)} must be letters, digits and "_", not starting with a digit`,
          scope,
        );
      }
      if (/[\0\r\n]/.test(value)) {
        throw new AppEngineError(
          'EnvironmentValueInvalid',
          `environment value of ${name} must be one line without NUL; put longer text into ConfigFiles`,
          scope,
        );
      }
      if ((SECRET_NAME.test(name.toUpperCase()) && !name.toUpperCase().endsWith('_FILE')) || SECRET_VALUE.test(value)) {
        throw new AppEngineError(
          'SecretInEnvironment',
          `environment ${name} looks like a secret, and its value would be readable in state, plan and inspect; mount it as a file and pass ${name}_FILE`,
          scope,
        );
      }
      return literal(`${name}=${value}`);
    });
}
