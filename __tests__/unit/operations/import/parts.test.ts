import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readDockerfile } from '../../../../operations/import/dockerfile';
import { commandLine, healthLook } from '../../../../operations/import/health';
import { Names, tenantName } from '../../../../operations/import/plan/names';
import { nativeKind, repositoryOf, serverKind } from '../../../../operations/import/plan/known-images';
import { cores, integer, mebibytes, seconds } from '../../../../operations/import/quantities';
import { isSecretVariable, SecretValues } from '../../../../operations/import/secret-variables';
import { splitWords } from '../../../../operations/import/words';

const directory = mkdtempSync(join(tmpdir(), 'dockerfile-'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function dockerfile(text: string, target?: string): ReturnType<typeof readDockerfile> {
  writeFileSync(join(directory, 'Dockerfile'), text);
  return readDockerfile(join(directory, 'Dockerfile'), target);
}

test.each([
  ['gunicorn shop:app --name "my shop"', ['gunicorn', 'shop:app', '--name', 'my shop']],
  [`sh -c 'a && b'`, ['sh', '-c', 'a && b']],
  ['a\\ b "c\\"d" \'e"f\' ""', ['a b', 'c"d', 'e"f', '']],
  ['a && b | c > d', ['a', '&&', 'b', '|', 'c', '>', 'd']],
  ['  ', []],
])('%p has the words %p', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test('words that were quoted are the words again', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(splitWords(words.map((word) => `'${word.replaceAll(`'`, `'"'"'`)}'`).join(' '))).toEqual(words);
    }),
  );
});

test.each([
  ['512m', 512],
  ['1.5GB', 1536],
  ['1gib', 1024],
  ['268435456', 256],
  ['1k', 1],
  ['lots', undefined],
  ['', undefined],
])('%p is %p MiB', (text, expected) => {
  expect(mebibytes(text)).toBe(expected);
});

test.each([
  ['1m30s', 90],
  ['500ms', 1],
  ['30', 30],
  ['1h', 3600],
  ['soon', undefined],
  ['', undefined],
])('%p is %p seconds', (text, expected) => {
  expect(seconds(text)).toBe(expected);
});

test('numbers out of range are none', () => {
  expect([cores('0.333'), cores('0'), cores('1000'), cores(''), cores('x')]).toEqual([0.33, undefined, undefined, undefined, undefined]);
  expect([integer('20', 1, 20), integer('21', 1, 20), integer('-1', 1, 20), integer('1.5', 1, 20)]).toEqual([
    20,
    undefined,
    undefined,
    undefined,
  ]);
});

test('of a Dockerfile, the stage counts, with what it has from the one before', () => {
  const text = [
    'FROM node:22 AS base',
    'EXPOSE 4000/tcp 4001',
    'CMD ["node", \\',
    '  # of production',
    '  "server.js"]',
    'FROM --platform=linux/amd64 base AS dev',
    'CMD npm run dev',
    'FROM base',
    'ENTRYPOINT ["/init"]',
    'HEALTHCHECK --interval=5s CMD curl -f http://localhost:4000/up',
  ].join('\n');

  expect(dockerfile(text)).toEqual({
    port: 4000,
    command: ['node', 'server.js'],
    entrypoint: ['/init'],
    healthCheck: ['/bin/sh', '-c', 'curl -f http://localhost:4000/up'],
  });
  expect(dockerfile(text, 'dev')).toEqual({ port: 4000, command: ['/bin/sh', '-c', 'npm run dev'] });
  expect(dockerfile(text, 'none')).toBeUndefined();
  expect(readDockerfile(join(directory, 'missing'))).toBeUndefined();
});

test.each([
  [['curl', '-f', 'http://localhost:8000/health'], { kind: 'http', path: '/health', port: 8000 }],
  [['wget', '-qO-', 'http://127.0.0.1'], { kind: 'http', path: '/' }],
  [['/bin/sh', '-c', 'curl -s --noproxy localhost localhost:3000/health || exit 1'], { kind: 'http', path: '/health', port: 3000 }],
  [['/bin/sh', '-c', 'curl -sf http://[::1]:9000/up | grep ok'], { kind: 'http', path: '/up', port: 9000 }],
  [['pg_isready', '-U', 'shop'], { kind: 'command', words: ['pg_isready', '-U', 'shop'] }],
  [[], { kind: 'none' }],
])('a check by %p is %p', (words, look) => {
  expect(healthLook(words)).toEqual(look);
});

test('a shell is there only where a command line needs one', () => {
  expect(commandLine('pg_isready -U "my user"')).toEqual(['pg_isready', '-U', 'my user']);
  expect(commandLine('a || exit 1')).toEqual(['/bin/sh', '-c', 'a || exit 1']);
  expect(commandLine('A=1 b')).toEqual(['/bin/sh', '-c', 'A=1 b']);
});

test.each([
  ['postgres:16-alpine', 'Postgres'],
  ['docker.io/library/redis@sha256:00', 'Valkey'],
  ['mysql', 'MariaDb'],
  ['localhost:5000/library/rabbitmq:3', 'RabbitMq'],
  ['quay.io/minio/minio', 'ObjectStorage'],
  ['memcached', 'Memcached'],
  ['nats:2', 'Nats'],
  ['acme/postgres-backup', undefined],
  ['postgis/postgis:16', undefined],
])('%s becomes %p', (image, construct) => {
  expect(nativeKind(image)?.construct).toBe(construct);
});

test('servers that the platform does not bring are known, and others are apps', () => {
  expect([serverKind('postgis/postgis:16')?.type, serverKind('mongo:7')?.type, serverKind('acme/shop')]).toEqual([
    'postgresql',
    'mongodb',
    undefined,
  ]);
  expect(repositoryOf('ghcr.io/Acme/Shop:1.0')).toBe('acme/shop');
});

test('names are those that a tenant takes, and each is there once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { maxLength: 20 }),
      fc.array(fc.constantFrom('web', 'Web', 'gateway', 'api_v2', 'my-balancer', 'new', 'class', 'network', '2fast')),
      (any, usual) => {
        const names = new Names();
        const taken = [...any, ...usual].map((text) => names.take(text));
        for (const { app, id, variable } of taken) {
          expect(app).toMatch(/^(?!gateway$)(?!.*-(balancer|egress)$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
          expect(app.length).toBeLessThanOrEqual(24);
          expect(id).toMatch(/^[A-Z][A-Za-z0-9]*$/);
          expect(['new', 'class', 'this', 'platform']).not.toContain(variable);
        }
        expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
        expect(new Set(taken.map(({ app }) => app)).size).toBe(taken.length);
        expect(new Set(taken.map(({ variable }) => variable)).size).toBe(taken.length);
      },
    ),
  );
  fc.assert(fc.property(fc.string(), (text) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(tenantName(text)) && tenantName(text).length <= 24));
});

test.each([
  ['RAILS_MASTER_KEY', undefined, true],
  ['SECRET_KEY_BASE', 'x', true],
  ['APP_KEY', 'base64:x', true],
  ['DATABASE_URL', 'postgres://a:b@c/d', true],
  ['TOKEN_FILE', '/run/secrets/token', false],
  ['STRIPE_PUBLISHABLE_KEY', 'pk', false],
  ['SIGNATURE', '4f3c2b1a0d9e8f7c6b5a49382716f5e4', true],
  ['LOG_LEVEL', 'info', false],
  ['USE_AUTH', 'true', false],
])('%s=%s is a secret: %p', (name, value, expected) => {
  expect(isSecretVariable(name, value)).toBe(expected);
});

test('secret values are found in other texts, ordinary words are not', () => {
  const secrets = new SecretValues();
  for (const value of ['hunter2-of-acme', 'postgres', 'amqp://u:qu3ue@h']) secrets.add(value);

  expect(secrets.redact('--requirepass hunter2-of-acme')).toBe('--requirepass REDACTED');
  expect(secrets.has('image of postgres')).toBe(false);
  expect(secrets.hide('user qu3ue"')).toBe('user qu3ue"');
  expect(secrets.redact('redis://:other@cache')).toBe('REDACTED');
});
