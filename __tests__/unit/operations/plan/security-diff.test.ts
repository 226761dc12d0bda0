import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppImage,
  Capability,
  Egress,
  HardenedContainer,
  HealthCheck,
  ImagePolicy,
  ImageReference,
  Listener,
  Memory,
  Cpu,
  PublishedPort,
  RateLimit,
  RootFilesystem,
  RuntimePool,
  Severity,
  UnsignedImage,
  User,
  Duration,
  Vulnerability,
  VulnerabilityDatabase,
  VulnerabilityPolicy,
} from '../../../../constructs';
import { comparedStack, plannedStack } from '../../../../operations/plan/stack/planned-stack';
import type { SecurityChange } from '../../../../operations/plan/security/grant';
import { isUndescribed, securityDiff } from '../../../../operations/plan/security/security-diff';
import type { TenantStack } from '../../../../stacks';
import { synthesize } from '../../../../testing/synthesize';
import { fixedKey } from '../../../fixture/signing';
import { stacksIn } from '../../../fixture/stacks/stacks';
import { IMAGE, tenant } from '../../../fixture/tenant';
import { bothWays, planOfChange } from './planned-change';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'plan-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const OTHER_IMAGE = ImageReference.digest(`registry.test/app@sha256:${'b'.repeat(64)}`);

/** A shop with two replicas, and a mail server of its own. */
function acme(changes: { readonly opened?: true; readonly text?: string; readonly replicas?: number } = {}): TenantStack {
  const { opened, text = 'hello', replicas = 2 } = changes;
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', {
    image: opened ? OTHER_IMAGE : IMAGE,
    replicas,
    healthCheck: HealthCheck.http('/'),
    environment: { GREETING: text },
    egress: opened ? Egress.to('api.stripe.com', '*.example.com') : Egress.to('api.stripe.com'),
  });
  stack.route('shop.example.org', shop);
  new HardenedContainer(stack, 'Mail', {
    image: IMAGE,
    user: User.of(20_000),
    healthCheck: HealthCheck.tcp(),
    listener: Listener.http(2525),
    networks: [stack.network.attach()],
    ...(opened
      ? {
          publish: [PublishedPort.on('192.0.2.7', { external: 2525, internal: 2525 })],
          capabilities: [Capability.add('NET_BIND_SERVICE', 'the server of mail binds port 25 itself')],
          rootFilesystem: RootFilesystem.writable('the server of mail writes beside its program'),
        }
      : {}),
  });
  return stack;
}

function lines(changes: readonly SecurityChange[]): readonly string[] {
  return changes.map(({ direction, kind, where, from, to, guideline }) => `${direction} ${kind} ${where}: ${from} → ${to} (${guideline})`);
}

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

describe.each(['planned', 'compared'] as const)('%s', (way) => {
  test('a port, a capability, egress, an exemption and an image are all there', () => {
    expect(lines(securityDiff(bothWays(acme(), acme({ opened: true }))[way]))).toEqual([
      'wider capability acme/Mail:  → NET_BIND_SERVICE (SDG-14)',
      'wider exemption acme/Mail:  → off: no capability NET_BIND_SERVICE (SDG-07.1)',
      'wider exemption acme/Mail:  → off: read-only root (SDG-10.6)',
      'wider file-system acme/Mail: read-only → writable (SDG-10)',
      'wider port acme/Mail:  → 192.0.2.7:2525 to 2525 (SDG-02)',
      'wider egress acme/Shop:  → *.example.com:443 (SDG-15)',
      `changed image acme/Shop: registry.test/app@sha256:${A} → registry.test/app@sha256:${B} (SDG-01)`,
    ]);
  });

  test('the way back is narrower, line by line', () => {
    const there = securityDiff(bothWays(acme(), acme({ opened: true }))[way]);
    const back = securityDiff(bothWays(acme({ opened: true }), acme())[way]);
    const turned = { wider: 'narrower', narrower: 'wider', changed: 'changed', unknown: 'unknown' } as const;
    const sorted = (changes: readonly SecurityChange[]): readonly string[] => [...lines(changes)].sort();
    expect(sorted(back)).toEqual(
      sorted(there.map((change) => ({ ...change, direction: turned[change.direction], from: change.to, to: change.from }))),
    );
  });

  test('a text is nothing, and neither is another replica', () => {
    const { [way]: changed } = bothWays(acme(), acme({ text: 'welcome', replicas: 3 }));
    expect(securityDiff(changed)).toEqual([]);
    expect(changed.changes.length).toBeGreaterThan(2);
  });

  test('other sources of an image that is built here are nothing', () => {
    const withPage = (page: string): TenantStack => {
      const sources = join(directory, page, 'shop');
      mkdirSync(sources, { recursive: true });
      writeFileSync(join(sources, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\nCOPY index.html /\n');
      writeFileSync(join(sources, 'index.html'), page);
      const stack = tenant();
      const image = AppImage.fromDirectory(stack, 'Image', sources, { from: { BASE: stack.platform.images.runtimes.node } });
      new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/') });
      return stack;
    };
    expect(securityDiff(bothWays(withPage('one'), withPage('other'))[way])).toEqual([]);
  });

  test('what a tenant may take, and policies of its routes', () => {
    const withQuota = (gibibytes: number, requests: number | undefined): TenantStack => {
      const stack = tenant('acme', { quota: { memory: Memory.gibibytes(gibibytes), cpu: Cpu.cores(2) } });
      const shop = new RuntimePool(stack, 'Shop', {
        image: IMAGE,
        healthCheck: HealthCheck.http('/'),
        memory: Memory.mebibytes(128 * gibibytes),
      });
      stack.route(
        'shop.example.org',
        shop,
        requests === undefined ? {} : { policies: [RateLimit.requests(requests, Duration.seconds(10))] },
      );
      if (requests === undefined) stack.route('admin.example.org', shop);
      return stack;
    };
    expect(lines(securityDiff(bothWays(withQuota(1, 100), withQuota(2, undefined))[way]))).toEqual([
      'wider quota acme: 1024 MiB → 2048 MiB (SDG-06)',
      'wider limit acme/Shop: 128 MiB → 256 MiB (SDG-06)',
      'wider limit acme/Shop: 128 MiB → 256 MiB (SDG-06)',
      'wider route admin.example.org:  → leads to shop (SDG-02)',
      'wider route-policy shop.example.org: at most 100 requests of a client in 10 s →  (SDG-02)',
    ]);
  });

  test('which keys decide about images', () => {
    const trusting = (...names: readonly string[]): TenantStack => {
      const keys = names.map((name) => fixedKey(name).publicKey);
      const stack = tenant('acme', names.length === 0 ? {} : { imagePolicy: ImagePolicy.signed({ keys }) });
      const image = UnsignedImage.of(IMAGE, 'because of a test');
      new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/') });
      return stack;
    };
    const text = (name: string): string => `${name} (${fixedKey(name).publicKey.fingerprint})`;
    const change = (before: TenantStack, after: TenantStack): readonly string[] => lines(securityDiff(bothWays(before, after)[way]));
    const [none, ci, both] = ['no signature needed', `signed by ${text('ci')}`, `signed by ${text('anna')} or ${text('ci')}`];
    expect(change(trusting(), trusting())).toEqual([]);
    expect(change(trusting('ci'), trusting('ci', 'anna'))).toEqual([`wider image-policy acme: ${ci} → ${both} (SDG-01.7)`]);
    expect(change(trusting('ci', 'anna'), trusting('ci'))).toEqual([`narrower image-policy acme: ${both} → ${ci} (SDG-01.7)`]);
    expect(change(trusting('ci'), trusting('anna'))).toEqual([`changed image-policy acme: ${ci} → signed by ${text('anna')} (SDG-01.7)`]);
    expect(change(trusting('ci'), trusting())).toEqual([`wider image-policy acme: ${ci} → ${none} (SDG-01.7)`]);
    expect(change(trusting(), trusting('ci'))).toEqual([`narrower image-policy acme: ${none} → ${ci} (SDG-01.7)`]);
  });

  test('which vulnerabilities images may have', () => {
    const database = VulnerabilityDatabase.file('vulnerabilities.db');
    const judged = (vulnerabilities?: VulnerabilityPolicy): TenantStack => {
      const stack = tenant('acme', vulnerabilities === undefined ? {} : { vulnerabilities });
      new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/') });
      return stack;
    };
    const change = (before: TenantStack, after: TenantStack): readonly string[] => lines(securityDiff(bothWays(before, after)[way]));
    const high = VulnerabilityPolicy.refuse({ database });
    const [none, fixed] = ['not looked for', 'refused from high on, where a newer package mends them'];
    expect(change(judged(high), judged(high))).toEqual([]);
    expect(change(judged(), judged(high))).toEqual([`narrower vulnerability-policy acme: ${none} → ${fixed} (SDG-01.4)`]);
    expect(change(judged(high), judged())).toEqual([`wider vulnerability-policy acme: ${fixed} → ${none} (SDG-01.4)`]);
    expect(change(judged(high), judged(VulnerabilityPolicy.refuse({ database, onlyFixed: false })))).toEqual([
      `narrower vulnerability-policy acme: ${fixed} → refused from high on (SDG-01.4)`,
    ]);
    expect(change(judged(high), judged(VulnerabilityPolicy.refuse({ database, from: Severity.critical() })))).toEqual([
      `wider vulnerability-policy acme: ${fixed} → refused from critical on, where a newer package mends them (SDG-01.4)`,
    ]);
    expect(change(judged(high), judged(VulnerabilityPolicy.report({ database })))).toEqual([
      `wider vulnerability-policy acme: ${fixed} → reported alone (SDG-01.4)`,
    ]);
    const accepted = Vulnerability.accepted('CVE-2026-1234', { reason: 'no code of ours calls it', until: '2027-01-31' });
    expect(change(judged(high), judged(VulnerabilityPolicy.refuse({ database, except: [accepted] })))).toEqual([
      'wider vulnerability acme:  → until 2027-01-31 (SDG-01.4)',
    ]);
  });

  test('a first deploy gives what is not usual', () => {
    const { [way]: first } = bothWays(undefined, acme({ opened: true }));
    expect(first.isNew).toBe(true);
    const told = lines(securityDiff(first));
    expect(told).toEqual(
      expect.arrayContaining([
        'wider port acme/Mail:  → 192.0.2.7:2525 to 2525 (SDG-02)',
        'wider egress acme/Shop:  → api.stripe.com:443 (SDG-15)',
        'wider route shop.example.org:  → leads to shop (SDG-02)',
      ]),
    );
    expect(told.filter((line) => / (limit|user|network|tmpfs|namespace) /.test(line))).toEqual([]);
  });
});

test('of what an earlier version has deployed, exemptions are not called new', () => {
  const [old, now] = [
    synthesize(acme({ opened: true })) as { readonly output: object },
    synthesize(acme({ opened: true, text: 'welcome' })),
  ];
  const { security: _security, ...outputs } = old.output as { readonly security: unknown };
  const stack = plannedStack('acme', planOfChange({ ...old, output: outputs }, now), now);
  expect(isUndescribed(stack)).toBe(true);
  expect(securityDiff(stack)).toEqual([]);
});

describe('stacks of anybody', () => {
  const named = (folder: 'bad' | 'good', name: string): unknown => stacksIn(folder).find((stack) => stack.name === name)?.json;
  const plain = named('good', 'plain');

  test.each([
    ['apparmor-off', 'wider application-confinement docker_container.web: default → unconfined (SDG-04)'],
    ['bind-by-volume-driver', 'wider bind docker_volume.data:  → /etc writable (SDG-10)'],
    ['bind-host-root', 'wider host-path docker_container.web:  → / read-only (SDG-10)'],
    ['capabilities-all', 'wider capability docker_container.web:  → ALL (SDG-14)'],
    ['capabilities-kept', 'wider capability-drop docker_container.web: ALL →  (SDG-14)'],
    ['compose-and-plugin', 'wider engine-driver docker_compose.shop:  → docker_compose (SDG-17)'],
    ['default-bridge', 'wider namespace docker_container.web: own → the default bridge (SDG-09)'],
    ['device-disk', 'wider device docker_container.web:  → /dev/sda rwm (SDG-08)'],
    ['device-memory', 'wider device docker_container.web:  → gpu all (SDG-08)'],
    ['engine-over-tcp', 'wider connection provider.docker.far:  → tcp://10.0.0.5:2375 (SDG-02)'],
    ['for-each', 'unknown user docker_container.web: 10001:10001 → known after the apply (SDG-05)'],
    ['generated-blocks', 'unknown port docker_container.web:  → known after the apply (SDG-02)'],
    ['group-docker', 'wider group docker_container.web:  → docker (SDG-05)'],
    ['group-root', 'wider user docker_container.web: 10001:10001 → 10001:0 (SDG-05)'],
    ['host-namespaces', 'wider namespace docker_container.web: own → host (SDG-09)'],
    ['joins-another', 'wider mount docker_container.debug:  → all of db (SDG-10)'],
    ['limits-missing', 'wider limit docker_container.web: 4096 →  (SDG-06)'],
    ['limits-swap', 'wider limit docker_container.web: 128 MiB → no limit (SDG-06)'],
    ['logs-nowhere', 'wider log docker_container.web: local → none (SDG-03)'],
    ['network-on-the-lan', 'wider network-setting docker_network.lan:  → a way out of the host (SDG-15)'],
    ['port-on-all-ipv6', 'wider port docker_container.web:  → [::]:8080 to 8080 (SDG-02)'],
    ['privileged', 'wider privileged docker_container.web: no → yes (SDG-05)'],
    ['privileges-not-mentioned', 'wider new-privileges docker_container.web: denied → allowed (SDG-05)'],
    ['root-by-image', "wider user docker_container.web: 10001:10001 → the image's (SDG-05)"],
    ['seccomp-allows-mount', 'wider system-call docker_container.web:  → unshare (SDG-13)'],
    ['seccomp-off', "wider system-call-profile docker_container.web: the engine's → unconfined (SDG-13)"],
    ['socket-mounted', 'wider host-path docker_container.web:  → /run/docker.sock read-only (SDG-10)'],
    ['sysctls', 'changed kernel-setting docker_container.web:  → kernel.msgmax = 65536 (SDG-10)'],
    ['systempaths-unconfined', 'wider application-confinement docker_container.web: default → unconfined (SDG-04)'],
    ['writable-root', 'wider file-system docker_container.web: read-only → writable (SDG-10)'],
  ])('%s is told', (name, line) => {
    expect(lines(securityDiff(comparedStack('web', plain, named('bad', name))))).toContain(line);
  });

  test.each([...stacksIn('bad'), ...stacksIn('good')])('$name differs in nothing from itself', ({ json }) => {
    expect(securityDiff(comparedStack('web', json, json))).toEqual([]);
    expect(securityDiff(plannedStack('web', planOfChange(json, json), json))).toEqual([]);
  });
});
