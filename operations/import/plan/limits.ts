import type { SourceService } from '../description';
import { code, type Code } from '../typescript/code';

/** Least memory that the engine takes. */
const LEAST = 6;

/** Memory and processor of a container, where the source says something. */
export function limitProperties({ memory, cpu }: SourceService): Readonly<Record<string, Code>> {
  return {
    ...(memory === undefined ? {} : { memory: memoryOf(memory) }),
    ...(cpu === undefined ? {} : { cpu: code`Cpu.cores(${cpu})` }),
  };
}

/** @param mebibytes at least 6 are written */
export function memoryOf(mebibytes: number): Code {
  const amount = Math.max(LEAST, mebibytes);
  return amount % 1024 === 0 ? code`Memory.gibibytes(${amount / 1024})` : code`Memory.mebibytes(${amount})`;
}
