import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/** What a program of the gateway's image came to, run on this machine. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Pieces in which its standard output came. */
  readonly pieces: number;
  readonly stderr: string;
}

interface Started {
  signal(name: NodeJS.Signals): void;
  /** Its first words on standard error. */
  readonly ready: Promise<unknown>;
  readonly ended: Promise<Ended>;
}

function start(...command: readonly string[]): Started {
  const program = spawn('perl', [join(packageRoot(), 'images/gateway/gather-log'), ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const ready = once(program.stderr, 'data');
  program.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  program.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  const ended = once(program, 'close').then(([code]: (number | null)[]) => ({
    code: code ?? null,
    stdout: stdout.join(''),
    pieces: stdout.length,
    stderr: stderr.join(''),
  }));
  return { signal: (name) => program.kill(name), ready, ended };
}

const node = (script: string): ReturnType<typeof start> => start(process.execPath, '-e', script);

describe('gather-log', () => {
  test('prints all lines in their order, many at a time, and the last ones before it ends', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${String(index)}\n`);
    const script = `const { writeSync } = require('node:fs'); for (let i = 0; i < 20000; i += 1) writeSync(1, \`line \${i}\\n\`);`;
    const { code, stdout, pieces } = await node(script).ended;

    expect(code).toBe(0);
    expect(stdout).toBe(lines.join(''));
    expect(pieces).toBeLessThan(2000);
  });

  test('ends as the program does', async () => {
    expect(await start('sh', '-c', 'echo last; exit 3').ended).toMatchObject({ code: 3, stdout: 'last\n' });
    expect(await start('sh', '-c', 'kill -9 $$').ended).toMatchObject({ code: 137 });
  });

  test('says that a program is not there', async () => {
    const { code, stderr } = await start('no-such-program').ended;

    expect(code).not.toBe(0);
    expect(stderr).toContain('gather-log: no-such-program: No such file or directory');
  });

  test.each(['SIGUSR1', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2'] as const)('%s is for the program', async (signal) => {
    const program = node(`process.on('${signal}', () => { console.log('got it'); process.exitCode = 4; clearInterval(wait); });
      const wait = setInterval(() => {}, 1000); console.error('ready');`);
    // It would end a program that does not listen yet.
    await program.ready;
    program.signal(signal);

    expect(await program.ended).toMatchObject({ code: 4, stdout: 'got it\n' });
  });

  test('a line does not wait for the next one', async () => {
    const program = start('sh', '-c', 'echo first; sleep 1; echo second');

    expect(await program.ended).toMatchObject({ stdout: 'first\nsecond\n', pieces: 2 });
  });
});
