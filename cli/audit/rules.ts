import { resolve } from 'node:path';
import { require as loadModule } from 'tsx/cjs/api';
import { AppEngineError } from '../../constructs/errors';
import type { Rule } from '../../guidelines';
import { isRecord } from '../../guidelines/surfaces/block';

/** The rules of the pack that a module exports by the name `pack`, in TypeScript or JavaScript. @throws AppEngineError RulesInvalid */
export function readRules(file: string): readonly Rule[] {
  const exported = load(file);
  const pack = isRecord(exported) ? exported.pack : undefined;
  if (!isRecord(pack) || !isRules(pack.rules)) throw invalid(file, 'exports no rule pack by the name "pack"');
  return pack.rules;
}

function load(file: string): unknown {
  try {
    return loadModule(resolve(file), __filename);
  } catch (error) {
    throw invalid(file, `cannot be loaded (${error instanceof Error ? error.message : String(error)})`);
  }
}

function isRules(value: unknown): value is readonly Rule[] {
  return (
    Array.isArray(value) && value.every((rule) => isRecord(rule) && typeof rule.id === 'string' && typeof rule.evaluate === 'function')
  );
}

function invalid(file: string, problem: string): AppEngineError {
  return new AppEngineError(
    'RulesInvalid',
    `${file} ${problem}; name a module with "export const pack = RulePack.standard()" and what it changes`,
  );
}
