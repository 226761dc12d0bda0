import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { BuildContext } from '../../../constructs/image/build-context';
import { IgnoreRules } from '../../../constructs/image/ignore-rules';
import { tenant } from '../../fixture/tenant';

const scope = tenant();
const parents: string[] = [];
let directory: string;

beforeEach(() => {
  directory = emptyDirectory();
  write('Dockerfile', 'FROM scratch');
});

afterAll(() => {
  for (const parent of parents) rmSync(parent, { recursive: true, force: true });
});

function emptyDirectory(): string {
  const parent = mkdtempSync(join(tmpdir(), 'context-'));
  parents.push(parent);
  // Another user gets as far as the directory.
  chmodSync(parent, 0o755);
  const made = join(parent, 'shop');
  mkdirSync(made);
  return made;
}

function write(path: string, content: string | Buffer, mode = 0o644): void {
  mkdirSync(join(directory, dirname(path)), { recursive: true });
  writeFileSync(join(directory, path), content);
  chmodSync(join(directory, path), mode);
}

function hash(): string {
  return BuildContext.ofDockerfile(scope, directory).hash();
}

/** What changes nothing for the build. */
function expectSameHashAfter(change: () => void): void {
  const before = hash();
  change();
  expect(hash()).toBe(before);
}

function expectOtherHashAfter(change: () => void): void {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
}

/** Runs as a user who is not root, for whom permissions count. */
function asAnother(run: () => void): void {
  const id = process.geteuid?.() ?? 0;
  if (id !== 0) {
    run();
    return;
  }
  process.seteuid?.(65534);
  try {
    run();
  } finally {
    process.seteuid?.(id);
  }
}

describe('special files', () => {
  test('a pipe is skipped, and never read', () => {
    expectSameHashAfter(() => {
      execFileSync('mkfifo', [join(directory, 'pipe')]);
    });
  });

  test('a socket is skipped', async () => {
    const before = hash();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(directory, 's'), resolve));
    expect(hash()).toBe(before);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a pipe is no Dockerfile', () => {
    rmSync(join(directory, 'Dockerfile'));
    execFileSync('mkfifo', [join(directory, 'Dockerfile')]);
    expect(hash).toThrow(/^DockerfileMissing: acme: /);
  });

  test('a pipe has no patterns', () => {
    expectSameHashAfter(() => {
      execFileSync('mkfifo', [join(directory, '.dockerignore')]);
    });
  });
});

describe('ignored files', () => {
  test('an ignored directory is not entered', () => {
    write('.dockerignore', 'db\n!src');
    const before = hash();
    write('db/data', 'x', 0o600);
    chmodSync(join(directory, 'db'), 0o700);

    asAnother(() => {
      expect(hash()).toBe(before);
    });
  });

  test.each([0o700, 0o704])('nor is one of mode %o, which may hold an exception', (mode) => {
    write('.dockerignore', 'db\n!**/keep');
    const before = hash();
    write('db/keep', 'x');
    chmodSync(join(directory, 'db'), mode);

    asAnother(() => {
      expect(hash()).toBe(before);
    });
  });

  test.each(['!db/keep', '!**/keep', '!db/*', '!/db/keep/', '!db/**'])('%s brings something back', (exception) => {
    write('.dockerignore', `db\n${exception}`);
    expectOtherHashAfter(() => {
      write('db/keep', 'x');
    });
  });

  test('Dockerfile.dockerignore counts instead of .dockerignore', () => {
    write('.dockerignore', 'a');
    write('Dockerfile.dockerignore', 'b');
    expectSameHashAfter(() => {
      write('b', 'x');
    });
    expectOtherHashAfter(() => {
      write('a', 'x');
    });
  });

  test('small letters are no capitals', () => {
    write('.dockerignore', 'build');
    expectOtherHashAfter(() => {
      write('BUILD', 'x');
    });
  });

  test.each(['c++', 'a(1)', 'x|y', '{a}', String.raw`c\+\+`])('%s is the name of a file', (pattern) => {
    write('.dockerignore', pattern);
    expectSameHashAfter(() => {
      write(pattern.replaceAll('\\', ''), 'x');
    });
  });

  test('a pattern that cannot be read is named', () => {
    write('.dockerignore', '# caches\n[z-a]');
    expect(hash).toThrow(
      `IgnorePatternInvalid: acme: pattern "[z-a]" in ${JSON.stringify(join(directory, '.dockerignore'))} must be a path in which every "[" has its "]"`,
    );
  });

  test('what is brought back below an ignored directory is looked for', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', '?', '**', 'a*');
    const pattern = fc
      .tuple(fc.boolean(), fc.array(part, { minLength: 1, maxLength: 3 }))
      .map(([isException, parts]) => `${isException ? '!' : ''}${parts.join('/')}`);
    const path = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), path, (patterns, parts) => {
        write('.dockerignore', patterns.join('\n'));
        const rules = IgnoreRules.of(scope, directory);
        if (rules.ignores(Buffer.from(parts.join('/')))) return;
        for (let count = 1; count < parts.length; count += 1) {
          const ancestor = Buffer.from(parts.slice(0, count).join('/'));
          expect(!rules.ignores(ancestor) || rules.mayKeepBelow(ancestor)).toBe(true);
        }
      }),
    );
  });
});

describe('names and contents', () => {
  test('names are bytes', () => {
    const file = Buffer.concat([Buffer.from(`${directory}/f`), Buffer.from([0xe4]), Buffer.from('.txt')]);
    expectOtherHashAfter(() => {
      writeFileSync(file, 'x', { mode: 0o644 });
    });
    expectOtherHashAfter(() => {
      writeFileSync(file, 'y');
    });
    chmodSync(file, 0o600);
    expect(hash).toThrow(String.raw`could not read "f\\xe4.txt" (0600)`);
  });

  test('a file is read piece by piece, to its end', () => {
    write('big', Buffer.alloc(3 * 1024 * 1024 + 1));
    expectOtherHashAfter(() => {
      write('big', Buffer.concat([Buffer.alloc(3 * 1024 * 1024), Buffer.from('x')]));
    });
    expectOtherHashAfter(() => {
      truncateSync(join(directory, 'big'), 3 * 1024 * 1024);
    });
  });

  test('an empty directory is part of it', () => {
    expectOtherHashAfter(() => {
      mkdirSync(join(directory, 'uploads'));
    });
  });

  test('a file that cannot be read is named', () => {
    write('data/secret', 'x');
    chmodSync(join(directory, 'data'), 0o700);

    asAnother(() => {
      expect(hash).toThrow(
        `ContextUnreadable: acme: ${JSON.stringify(join(directory, 'data'))} cannot be read (EACCES), and the build of its image needs it; let its owner make it readable, or name it in .dockerignore`,
      );
    });
  });
});

describe('permissions', () => {
  test('other umasks have the same hash', () => {
    write('server.js', 'x');
    write('run', 'x', 0o755);
    mkdirSync(join(directory, 'uploads'));
    const before = hash();

    for (const [file, run, uploads] of [
      [0o664, 0o775, 0o775],
      [0o666, 0o777, 0o777],
      [0o604, 0o705, 0o705],
    ] as const) {
      chmodSync(join(directory, 'server.js'), file);
      chmodSync(join(directory, 'run'), run);
      chmodSync(join(directory, 'uploads'), uploads);
      expect(hash()).toBe(before);
    }
  });

  test('a program for its owner alone is another one', () => {
    write('run', 'x', 0o755);
    expectOtherHashAfter(() => {
      chmodSync(join(directory, 'run'), 0o744);
    });
  });

  test('files that only their owner may read are named, with the fix', () => {
    write('lib/a.js', 'x', 0o600);
    chmodSync(join(directory, 'lib'), 0o711);
    expect(hash).toThrow(
      new Error(
        `ContextPrivate: acme: in ${JSON.stringify(directory)}, the user of the app could not read "lib" (0711), "lib/a.js" (0600): files must have at least 0644, directories 0755, as a umask of 022 makes them; run chmod -R go+rX ${JSON.stringify(directory)}, and name in .dockerignore what the app does not need, such as keys`,
      ),
    );
    execFileSync('chmod', ['-R', 'go+rX', directory]);
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a checkout under umask 077 has the usual hash after that chmod', () => {
    write('lib/a.js', 'x');
    write('run', 'x', 0o755);
    const usual = hash();
    execFileSync('chmod', ['-R', 'go-rwx', directory]);
    expect(hash).toThrow(/^ContextPrivate: /);
    execFileSync('chmod', ['-R', 'go+rX', directory]);
    expect(hash()).toBe(usual);
  });

  test('five are named, and the others counted', () => {
    for (const name of 'abcdefg') write(name, 'x', 0o640);
    expect(hash).toThrow(/"e" \(0640\) and 2 more: /);
  });

  test('what the build does not see, or only the build reads, may be private', () => {
    write('.dockerignore', '.env', 0o600);
    chmodSync(join(directory, 'Dockerfile'), 0o600);
    expectSameHashAfter(() => {
      write('.env', 'x', 0o600);
    });
  });
});

test('ordinary directories have the hash that they had', () => {
  const name = fc.constantFrom('a', 'b.js', 'A', 'a-b', 'lib', 'ä');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const file = fc.record({ content: fc.uint8Array({ maxLength: 20 }), isExecutable: fc.boolean(), isLink: fc.boolean() });
  fc.assert(
    fc.property(fc.dictionary(path, file, { maxKeys: 6 }), (files) => {
      directory = emptyDirectory();
      write('Dockerfile', 'FROM scratch');
      const all = new Map([['Dockerfile', 'file\0-\0FROM scratch\0']]);
      const texts = Object.entries(files).filter(([one]) => !Object.keys(files).some((other) => other.startsWith(`${one}/`)));
      for (const [one, { content, isExecutable, isLink }] of texts) {
        if (isLink) {
          write(one, '');
          rmSync(join(directory, one));
          symlinkSync('nowhere', join(directory, one));
          all.set(one, 'link\0nowhere\0');
        } else {
          const text = Buffer.from(content).toString('hex');
          write(one, text, isExecutable ? 0o755 : 0o644);
          all.set(one, `file\0${isExecutable ? 'x' : '-'}\0${text}\0`);
        }
      }
      const expected = createHash('sha256');
      for (const [one, text] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) expected.update(`${one}\0${text}`);
      expect(hash()).toBe(expected.digest('hex'));
    }),
    { numRuns: 50 },
  );
});
