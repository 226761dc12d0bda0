import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Construct, IConstruct } from 'constructs';
import { pathFromStack } from '../cdktf/output';
import { AppEngineError } from '../errors';

/** A text that a variable can hold. */
const LONGEST = 64 << 10;
const COMMAND_TIMEOUT_MS = 60_000;

/** Source of a secret's value: read at synth, to tell one value from another, and again by the deploy. */
export interface SecretSource {
  /** As a person reads it, such as `file secrets/stripe`. */
  readonly description: string;
  /** How the deploy reads it again. */
  arguments(scope: Construct): readonly string[];
  /** @throws AppEngineError SecretMissing */
  read(scope: IConstruct): Buffer;
}

/** @param file relative to the working directory */
export function fileSource(file: string): SecretSource {
  return {
    description: `file ${file}`,
    arguments: (scope) => ['--file', pathFromStack(scope, file)],
    read: (scope) => {
      try {
        return readFileSync(file);
      } catch (error) {
        const { code = 'unknown error' } = error as NodeJS.ErrnoException;
        throw missing(
          scope,
          `file ${file} cannot be read (${code})`,
          'write the value into it, with mode 0600, and keep it out of version control',
        );
      }
    },
  };
}

export function environmentSource(variable: string): SecretSource {
  return {
    description: `variable ${variable}`,
    arguments: () => ['--variable', variable],
    read: (scope) => {
      const value = process.env[variable];
      if (value === undefined || value === '')
        throw missing(scope, `variable ${variable} is not set`, `set it for this command, such as by your shell or CI`);
      return Buffer.from(value);
    },
  };
}

/** @param file that sops has encrypted, relative to the working directory. @param key names that lead to the value in it, the outermost first */
export function sopsSource(file: string, key: readonly string[]): SecretSource {
  // Older versions know these options as well as newer ones do.
  const place = key.map((name) => `[${JSON.stringify(name)}]`).join('');
  return commandSource(['sops', '--decrypt', '--extract', place, file], `sops ${file} ${key.join('.')}`);
}

/**
 * @param command program and arguments, without a shell: what it prints is the value
 * @param description as a person reads it. @default the program
 */
export function commandSource(command: readonly string[], description?: string): SecretSource {
  const [program = '', ...args] = command;
  return {
    description: description ?? `command ${program}`,
    // Terraform runs elsewhere.
    arguments: (scope) => ['--directory', pathFromStack(scope, '.'), '--command', JSON.stringify(command)],
    read: (scope) => {
      const { status, stdout, stderr, error } = spawnSync(program, args, {
        env: process.env,
        timeout: COMMAND_TIMEOUT_MS,
        maxBuffer: LONGEST * 2,
      });
      if (error === undefined && status === 0) return stdout;
      const reason = error === undefined ? `ended with ${String(status)}: ${stderr.toString().trim().split('\n')[0] ?? ''}` : error.message;
      throw missing(scope, `command ${JSON.stringify(program)} ${reason}`, 'run it in a terminal, and sign in where it asks for that');
    },
  };
}

/**
 * The value without the line end that editors and commands leave.
 * @throws AppEngineError SecretMissing, SecretInvalid
 */
export function secretValue(scope: IConstruct, source: SecretSource): Buffer {
  const read = source.read(scope);
  const value = read.at(-1) === 0x0a ? read.subarray(0, -1) : read;
  if (value.length === 0) throw missing(scope, `${source.description} is empty`, 'put the value there');
  if (value.length > LONGEST) {
    throw new AppEngineError(
      'SecretInvalid',
      `${source.description} has ${String(value.length)} bytes, and a secret at most ${String(LONGEST)}; mount larger files by a volume`,
      scope,
    );
  }
  return value;
}

function missing(scope: IConstruct, problem: string, fix: string): AppEngineError {
  return new AppEngineError('SecretMissing', `${problem}, and is the value of a secret; ${fix}`, scope);
}
