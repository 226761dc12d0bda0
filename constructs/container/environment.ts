import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { literal } from '../cdktf/literal';
import { isSecretName, isSecretValue } from './secret-like';

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
      if (isSecretName(name) || isSecretValue(value)) {
        throw new AppEngineError(
          'SecretInEnvironment',
          `environment ${name} looks like a secret, and its value would be readable in state, plan and inspect; mount it as a file and pass ${name}_FILE`,
          scope,
        );
      }
      return literal(`${name}=${value}`);
    });
}
