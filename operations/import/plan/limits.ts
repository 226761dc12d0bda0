import { code, type Code } from '../code';
import type { SourceService } from '../description';

/** Least memory that the engine takes. */
const LEAST = 6;

/** Memory and processor of a container, where the source says something. */
export function limitProperties({ memory, cpu }: SourceService): Readonly<Record<string, Code>> {
  return {
    ...(memory === undefined ? {} : { memory: memoryOf(memory) }),
    ...(cpu === undefined ? {} : { cpu: code`Cpu.cores(${cpu})` }),
  };
}

/** Everything else that a container is limited by, where the source says something. */
export function otherLimits({
  pids,
  openFiles,
  sharedMemory,
  stopGrace,
  stopSignal,
  restartAttempts,
}: SourceService): Record<string, Code> {
  return {
    ...(pids === undefined ? {} : { pids: code`Pids.atMost(${pids})` }),
    ...(openFiles === undefined ? {} : { openFiles: code`${openFiles}` }),
    ...(sharedMemory === undefined ? {} : { sharedMemory: code`Size.mebibytes(${sharedMemory})` }),
    ...(stopSignal === undefined ? {} : { stopSignal: code`${stopSignal}` }),
    ...(stopGrace === undefined ? {} : { stopGrace: code`Duration.seconds(${stopGrace})` }),
    ...(restartAttempts === undefined ? {} : { restart: code`RestartPolicy.onFailure(${restartAttempts})` }),
  };
}

/** @param mebibytes at least 6 are written */
export function memoryOf(mebibytes: number): Code {
  const amount = Math.max(LEAST, mebibytes);
  return amount % 1024 === 0 ? code`Memory.gibibytes(${amount / 1024})` : code`Memory.mebibytes(${amount})`;
}
