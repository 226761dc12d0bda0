import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { literal } from '../cdktf/literal';
import type { PublicValue } from './public-value';
import { isSecretName, isSecretValue } from '../secret-like';

/**
 * `NAME=value` lines in the order of their names. The environment is readable in state, plan and inspect: what looks like a secret is refused, unless it is
 * said to be public.
 */
export function renderEnvironment(
  scope: IConstruct,
  environment: Readonly<Record<string, string>>,
  publicValues: readonly PublicValue[] = [],
): string[] {
  const known = new Set(publicValues.map(({ name }) => name));
  const all = { ...environment, ...Object.fromEntries(publicValues.map(({ name, value }) => [name, value])) };
  return Object.keys(all)
    .sort()
    .map((name) => {
      const value = all[name] ?? '';
      // As POSIX and the engine have it; frameworks use dots and dashes too.
      if (!/^[!-<>-~]+$/.test(name)) {
        throw new AppEngineError(
          'EnvironmentNameInvalid',
          `environment name ${JSON.stringify(name)} must be printable ASCII without spaces and "="; use one such as LOG_LEVEL`,
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
      if (!known.has(name) && (isSecretName(name) || isSecretValue(value))) {
        throw new AppEngineError(
          'SecretInEnvironment',
          `environment ${name} looks like a secret, and its value would be readable in state, plan and inspect; mount it as a file and pass ${name}_FILE, or, if all may know it, give it as PublicValue.of(${JSON.stringify(name)}, value, reason) among \`publicValues\``,
          scope,
        );
      }
      return literal(`${name}=${value}`);
    });
}
