import { Construct } from 'constructs';
import {
  Cron,
  Duration,
  Egress,
  EnvironmentFile,
  HealthCheck,
  Job,
  Listener,
  Memory,
  Overlap,
  RuntimePool,
  Schedule,
  Secret,
  User,
  Volume,
  WritablePath,
  type RuntimePoolProps,
  type ScheduleProps,
} from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const command = ['node', 'invoices.js'];
const at = Cron.daily('02:30');

function shopOf(stack: TenantStack, props: Partial<RuntimePoolProps> = {}): RuntimePool {
  return new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.http('/healthz'), ...props });
}

function scheduled(props: Partial<ScheduleProps> = {}, pool: Partial<RuntimePoolProps> = {}): DockerTemplate {
  const stack = tenant();
  new Schedule(stack, 'Invoices', { pool: shopOf(stack, pool), command, at, ...props });
  return DockerTemplate.of(stack);
}

function containerOf(template: DockerTemplate): Readonly<Record<string, unknown>> {
  return template.containerAt('acme/Invoices/Container').values;
}

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
}

function mountsOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  return (values.mounts as readonly Mount[])
    .map(({ source, target, read_only: isReadOnly }) => `${source} ${target}${isReadOnly === true ? '' : ' writable'}`)
    .sort();
}

describe('a schedule', () => {
  test('has a container as a replica is, whose first process is the agent', () => {
    const template = scheduled({ timeZone: 'Europe/Berlin' });
    const container = containerOf(template);
    const replica = template.containerAt('acme/Shop/Replica1').values;
    for (const name of [
      'image',
      'user',
      'memory',
      'memory_swap',
      'cpu_quota',
      'read_only',
      'capabilities',
      'security_opts',
      'ulimit',
      'env',
      'dns',
      'tmpfs',
    ])
      expect([name, container[name]]).toEqual([name, replica[name]]);
    expect(container).toMatchObject({
      name: expect.stringMatching(/^test-acme-invoices-[0-9a-f]{8}$/) as string,
      entrypoint: ['/run/appengine-agent/agent', 'schedule', 'keep', '30 2 * * *', 'Europe/Berlin', 'skip', '3600'],
      command: ['node', 'invoices.js'],
      stop_timeout: 60,
      restart: 'unless-stopped',
      init: true,
    });
    expect(mountsOf(container)).toEqual([
      expect.stringMatching(/^test-acme-agent-[0-9a-f]{12} \/run\/appengine-agent$/),
      'test-acme-invoices-history /run/appengine-schedule writable',
    ]);
  });

  test('has the files, ways out and services of its pool, and reads what the pool alone writes', () => {
    const stack = tenant();
    const user = User.of(60_001);
    const data = new Volume(stack, 'Data', { name: 'data' });
    const shared = new Volume(stack, 'Uploads', { name: 'uploads' });
    const pool = shopOf(stack, {
      user,
      uses: [Secret.generated(stack, 'Key')],
      egress: Egress.to('api.example.com'),
      writable: [WritablePath.volume('/data', data), WritablePath.sharedVolume('/uploads', shared, 'every file has a name of its own')],
    });
    new Schedule(stack, 'Invoices', { pool, command, at });
    const template = DockerTemplate.of(stack);
    const container = containerOf(template);
    expect(mountsOf(container)).toEqual(
      expect.arrayContaining([
        'test-acme-data /data',
        'test-acme-uploads /uploads writable',
        expect.stringMatching(/ \/bindings\/key$/) as string,
      ]),
    );
    const replica = template.containerAt('acme/Shop/Replica1').values;
    expect(container.networks_advanced).toEqual(replica.networks_advanced);
    expect(container.env).toEqual(expect.arrayContaining([expect.stringMatching(/^HTTPS_PROXY=/)]));
  });

  test('has variables from files, and comes after the jobs of its pool', () => {
    const stack = tenant();
    const migration = new Job(stack, 'Migration', { image: IMAGE });
    const pool = shopOf(stack, {
      after: [migration],
      command: ['node', 'server.js'],
      environmentFiles: [EnvironmentFile.of('KEY', '/bindings/key/value')],
      uses: [Secret.generated(stack, 'Key')],
    });
    new Schedule(stack, 'Invoices', { pool, command, at });
    const container = containerOf(DockerTemplate.of(stack));
    expect(container.entrypoint).toEqual(['/run/appengine-probe/probe', 'exec', 'KEY=/bindings/key/value', '--']);
    expect((container.command as readonly string[]).slice(-2)).toEqual(command);
  });

  test('says what it is told to', () => {
    const template = scheduled({
      at: Cron.expression('*/5 * * * *'),
      overlap: Overlap.wait(),
      timeout: Duration.minutes(5),
      memory: Memory.mebibytes(64),
      stopGrace: Duration.minutes(2),
      name: 'bills',
    });
    expect(containerOf(template)).toMatchObject({ memory: 64, stop_timeout: 120 });
    expect((containerOf(template).entrypoint as readonly string[]).slice(3)).toEqual(['*/5 * * * *', 'UTC', 'wait', '300']);
    expect(template.output('schedules')).toEqual({ bills: { app: 'shop', expression: '*/5 * * * *', timeZone: 'UTC' } });
    expect(template.output('apps')).toMatchObject({ bills: { kind: 'schedule', replicas: 1, urls: [] } });
  });

  test('of a worker has no port', () => {
    const env = containerOf(scheduled({}, { listener: Listener.none(), healthCheck: HealthCheck.command(['true']) })).env;
    expect(env).toEqual(['HOME=/tmp', 'LOGNAME=app', 'USER=app']);
  });

  test('shares the agent with others of its tenant, and needs a name of its own', () => {
    const stack = tenant();
    const pool = shopOf(stack);
    for (const id of ['One', 'Two']) new Schedule(new Construct(stack, id), 'Report', { pool, command, at, name: id.toLowerCase() });
    const volumes = DockerTemplate.of(stack).findAll('docker_volume');
    expect(volumes.filter(({ path }) => path.includes('/Agent/'))).toHaveLength(1);
    expect(() => new Schedule(stack, 'Shop2', { pool, command, at, name: 'shop' })).toThrow(/^NameClash: acme\/Shop2: /);
  });

  test('counts against the quota', () => {
    expect(() => scheduled({ memory: Memory.gibibytes(2) })).toThrow(/^QuotaExceeded: acme\/Invoices: /);
  });

  test('is refused without a command, with an unknown zone, and for an app of another tenant', () => {
    expect(() => scheduled({ command: [] })).toThrow(/^ScheduleCommandMissing: acme\/Invoices: command \[\] must/);
    for (const timeZone of ['Europe/Nowhere', '+01:00', '', 'Europe Berlin'])
      expect(() => scheduled({ timeZone })).toThrow(/^TimeZoneInvalid: acme\/Invoices: time zone/);
    expect(containerOf(scheduled({ timeZone: 'europe/berlin' })).entrypoint).toContain('Europe/Berlin');
    const [acme, globex] = [tenant(), tenant('globex')];
    expect(() => new Schedule(globex, 'Invoices', { pool: shopOf(acme), command, at })).toThrow(/^UseAcrossTenants: globex\/Invoices: /);
  });
});
