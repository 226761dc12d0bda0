import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificates, HealthCheck, RuntimePool } from '../../../constructs';
import { POLL_SECONDS } from '../../../constructs/certificates/polling';
import { packageRoot } from '../../../constructs/package-root';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-polling-'));
  mkdirSync(join(directory, 'bin'));
  program('sleep', 'echo "$1" >>"$(dirname "$0")/../slept"; exit 1');
});

afterEach(() => {
  delete process.env.CDKTF_CONTEXT_JSON;
  rmSync(directory, { recursive: true, force: true });
});

/** Stands in for a program of the image. */
function program(name: string, script: string): void {
  writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, 'bin', name), 0o755);
}

/** What a program of an image slept first, in seconds; it sees the directory of the test in place of its own volume. */
function slept(path: string, volume: string, args: readonly string[], environment: Readonly<Record<string, string>>): string {
  const script = readFileSync(join(packageRoot(), 'images', path), 'utf8').replaceAll(volume, directory);
  const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH ?? ''}`, ...environment };
  rmSync(join(directory, 'slept'), { force: true });
  // The end of standard output is the end of all that it started.
  spawnSync('sh', ['-c', script, 'program', ...args], { env, encoding: 'utf8' });
  return readFileSync(join(directory, 'slept'), 'utf8').trim();
}

describe('the ACME client', () => {
  const wait = (secondsUntilDue: number, environment = {}): string => {
    program('seconds-until-due', `echo ${String(secondsUntilDue)}`);
    for (const name of ['thumbprint', 'stand-in', 'request-certificate']) program(name, 'true');
    return slept('acme/keep-certificate', '/certificates', ['name', 'shop.test'], { ACME_DIRECTORY: 'https://acme.test', ...environment });
  };

  test('looks again a minute after it got a certificate, and otherwise when one is due, at least once an hour', () => {
    expect([wait(0), wait(100), wait(86_400)]).toEqual(['60', '100', '3600']);
  });

  test('waits for less where it is told so', () => {
    expect(wait(0, { POLL_SECONDS: '2' })).toBe('2');
  });
});

describe('the gateway', () => {
  const wait = (certificate: string, environment = {}): string => {
    program('gather-log', 'true');
    writeFileSync(join(directory, 'tenant.pem'), certificate);
    return slept('gateway/gateway', '/tmp/none', [join(directory, 'tenant.pem')], environment);
  };

  test('looks once a minute whether its certificate is another one, and every five seconds while something stands in for it', () => {
    expect([wait('certificate\n'), wait('stand-in\ncertificate\n')]).toEqual(['60', '5']);
  });

  test('waits for less where it is told so', () => {
    expect([wait('certificate\n', { POLL_SECONDS: '2' }), wait('stand-in\n', { POLL_SECONDS: '2' })]).toEqual(['2', '2']);
  });
});

test('containers are told only where the context says so', () => {
  const environments = (context: object): readonly unknown[] => {
    process.env.CDKTF_CONTEXT_JSON = JSON.stringify(context);
    const stack = tenant('acme', { certificates: Certificates.acme({ email: 'operations@example.com' }) });
    stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz') }));
    const template = DockerTemplate.of(stack);
    return ['acme/Certificate/Client', 'acme/Gateway/Container'].map((path) => template.containerAt(path).values.env ?? []);
  };
  const told = 'POLL_SECONDS=2';
  expect(JSON.stringify(environments({}))).not.toContain('POLL_SECONDS');
  expect(environments({ [POLL_SECONDS]: 2 })).toEqual([expect.arrayContaining([told]), expect.arrayContaining([told])]);
});
