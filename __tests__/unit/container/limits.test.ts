import { Cpu, Memory, Pids } from '../../../constructs';

describe('memory', () => {
  test('is in whole mebibytes', () => {
    expect(Memory.mebibytes(6).mebibytes).toBe(6);
    expect(Memory.gibibytes(2).mebibytes).toBe(2048);
  });

  test.each([5, 6.5, -1, NaN])("%d MiB, below the engine's minimum or no whole number, is refused", (amount) => {
    expect(() => Memory.mebibytes(amount)).toThrow(
      new Error(
        `MemoryTooSmall: memory of ${String(amount)} MiB must be a whole number of at least 6 MiB, the engine's minimum; raise it or use Memory.unlimited(reason)`,
      ),
    );
  });
});

describe('cpu', () => {
  test.each([
    [0.01, 1000, 10],
    [0.25, 25_000, 256],
    [0.29, 29_000, 297],
    [1, 100_000, 1024],
    [512, 51_200_000, 524_288],
  ])('%d cores are a quota of %d µs and %d shares', (cores, quota, shares) => {
    expect(Cpu.cores(cores)).toMatchObject({ quota, period: 100_000, shares });
  });

  test('without a limit has the weight of one core', () => {
    expect(Cpu.unlimited('a batch host of its own')).toMatchObject({ quota: undefined, period: undefined, shares: 1024 });
  });

  test.each([0, 0.009, 0.015, 512.01, NaN])('%d cores are refused', (cores) => {
    expect(() => Cpu.cores(cores)).toThrow(
      new Error(
        `CpuOutOfRange: cpu of ${String(cores)} cores must be from 0.01 to 512 in steps of 0.01; use Cpu.unlimited(reason) for no quota`,
      ),
    );
  });
});

describe('pids', () => {
  test.each([8, 32_768])('%d are allowed', (limit) => {
    expect(Pids.atMost(limit).limit).toBe(limit);
  });

  test.each([7, 32_769, 8.5])('%d are refused', (limit) => {
    expect(() => Pids.atMost(limit)).toThrow(
      new Error(`PidsOutOfRange: pids limit ${String(limit)} must be a whole number from 8 to 32768; use Pids.unlimited(reason) for none`),
    );
  });
});
