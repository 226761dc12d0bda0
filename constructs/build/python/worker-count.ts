import { write } from '../plan/dockerfile';

/** Path of the program in the image. */
export const START = '/opt/start.py';

/**
 * Starts a server with as many processes as its container may have, which gunicorn and uvicorn read from `WEB_CONCURRENCY`: two for each core of its limit
 * and one more, and no more than its memory has room for.
 */
const PROGRAM = `import os
import sys

def read(*files):
    for file in files:
        try:
            with open("/sys/fs/cgroup/" + file) as content:
                return content.read().split()
        except OSError:
            pass
    return ["max"]

def number(word, otherwise):
    return int(word) if word.isdecimal() else otherwise

quota = read("cpu.max", "cpu/cpu.cfs_quota_us")
period = number((quota + read("cpu/cpu.cfs_period_us"))[1], 100000)
cores = number(quota[0], (os.cpu_count() or 1) * period) / period
memory = number(read("memory.max", "memory/memory.limit_in_bytes")[0], 1 << 40)
workers = max(1, min(int(2 * cores + 1), memory // (128 << 20), 16))
port = os.environ.setdefault("PORT", "8080")
os.environ.setdefault("WEB_CONCURRENCY", str(workers))
os.environ.setdefault("UVICORN_HOST", "0.0.0.0")
os.environ.setdefault("UVICORN_PORT", port)
os.execvp(sys.argv[1], sys.argv[1:])`;

/** `RUN` line that writes it. */
export function writeStart(): string {
  return write(START, PROGRAM);
}
