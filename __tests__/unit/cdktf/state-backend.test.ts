import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DockerHost, Instance, PostgresTls, StateBackend, StateEncryption } from '../../../constructs';
import { App, TerraformOutput } from '../../../constructs/cdktf/framework';
import { HardenedStack, PlatformStack, TenantStack } from '../../../stacks';
import { withProbeBinaries } from '../../fixture/probe-binaries';

withProbeBinaries();

const host = DockerHost.unix('/var/run/docker.sock');
const SHOP = { instance: 'shop', stack: 'acme' };
const S3 = StateBackend.s3({ bucket: 'states', region: 'eu-central-1' });
const POSTGRES = StateBackend.postgres({ host: 'db.example.com', database: 'states', user: 'terraform' });

describe('the arguments of one state', () => {
  test('local ones are none of ours', () => {
    expect(StateBackend.local()).toMatchObject({ type: 'local', isShared: false });
  });

  test('an object in a bucket has a lock file, and is encrypted', () => {
    expect(S3.configFor(SHOP)).toEqual({
      bucket: 'states',
      region: 'eu-central-1',
      key: 'shop/acme.tfstate',
      use_lockfile: true,
      encrypt: true,
    });
  });

  test('a server of ones own is asked for nothing that only Amazon has', () => {
    const backend = StateBackend.s3({
      bucket: 'states',
      region: 'any',
      prefix: 'team/states',
      endpoint: 'http://127.0.0.1:7070',
      encryption: StateEncryption.none('the disk is encrypted'),
    });
    expect(backend.configFor(SHOP)).toMatchObject({
      key: 'team/states/shop/acme.tfstate',
      endpoints: { s3: 'http://127.0.0.1:7070' },
      use_path_style: true,
      skip_requesting_account_id: true,
    });
    expect(backend.template).not.toHaveProperty('encrypt');
  });

  test('a key of KMS is named', () => {
    const backend = StateBackend.s3({ bucket: 'states', region: 'eu-central-1', encryption: StateEncryption.kms('arn:aws:kms:key') });
    expect(backend.template).toMatchObject({ encrypt: true, kms_key_id: 'arn:aws:kms:key' });
  });

  test('a database has a schema for each, and proves its name', () => {
    expect(POSTGRES.configFor(SHOP)).toEqual({
      conn_str: 'postgres://terraform@db.example.com:5432/states?sslmode=verify-full',
      schema_name: 'shop_acme',
    });
    const local = StateBackend.postgres({
      host: '127.0.0.1',
      port: 5433,
      database: 'states',
      tls: PostgresTls.none('on the same machine'),
    });
    expect(local.template).toMatchObject({ conn_str: 'postgres://127.0.0.1:5433/states?sslmode=disable' });
    expect(PostgresTls.unverified('its certificate is its own').mode).toBe('require');
  });

  test('a server has an address for each state, and locks there or elsewhere', () => {
    const address = 'https://states.example.com/{instance}/{stack}';
    expect(StateBackend.http({ address }).configFor(SHOP)).toEqual({
      address: 'https://states.example.com/shop/acme',
      lock_address: 'https://states.example.com/shop/acme',
      unlock_address: 'https://states.example.com/shop/acme',
    });
    const gitlab = StateBackend.http({ address, lockAddress: `${address}/lock`, lockMethod: 'POST', unlockMethod: 'DELETE' });
    expect(gitlab.configFor(SHOP)).toMatchObject({
      lock_address: 'https://states.example.com/shop/acme/lock',
      lock_method: 'POST',
      unlock_method: 'DELETE',
    });
  });
});

describe('what is refused', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['s3', { access_key: 'x' }, 'AWS_ACCESS_KEY_ID'],
    ['s3', { secret_key: 'x' }, 'AWS_SECRET_ACCESS_KEY'],
    ['s3', { token: 'x' }, 'AWS_SESSION_TOKEN'],
    ['http', { password: 'x' }, 'TF_HTTP_PASSWORD'],
    ['azurerm', { access_key: 'x' }, 'ARM_ACCESS_KEY'],
    ['gcs', { credentials: '{}' }, 'GOOGLE_CREDENTIALS'],
    ['pg', { conn_str: 'postgres://anna:secret@db/states' }, 'PGPASSWORD'],
    ['pg', { conn_str: 'host=db password=secret' }, 'PGPASSWORD'],
    ['http', { address: 'https://anna:secret@states/{stack}' }, 'TF_HTTP_USERNAME'],
    ['new', { their_secret_key: 'x' }, 'documentation'],
    ['s3', { assume_role: { external: [{ web_identity_token: 'x' }] } }, 'documentation'],
  ])('%s with %j', (type, config, variable) => {
    const of = (): StateBackend => StateBackend.of(type, { ...config, key: '{stack}' });
    expect(of).toThrow(/^BackendCredential: /);
    expect(of).toThrow(variable);
    expect(of).not.toThrow(/secret@|=secret/);
  });

  test('files with credentials are named, not shown', () => {
    expect(StateBackend.of('s3', { key: '{stack}', shared_credentials_files: ['~/.aws/credentials'] }).isShared).toBe(true);
    expect(StateBackend.of('s3', { key: '{stack}', assume_role_with_web_identity: { web_identity_token_file: '/run/token' } }).type).toBe(
      's3',
    );
  });

  test('one state for all stacks, local files by another name, and states in clear', () => {
    expect(() => StateBackend.of('gcs', { bucket: 'states', prefix: 'one' })).toThrow(/^BackendInvalid: .*must name \{stack\}/);
    expect(() => StateBackend.of('local', { path: '{stack}' })).toThrow(/^BackendInvalid: .*StateBackend\.local/);
    expect(() => StateBackend.http({ address: 'http://states.example.com/{stack}' })).toThrow(/^BackendInvalid: .*must be https/);
    expect(() => StateBackend.http({ address: 'http://localhost.example.com/{stack}' })).toThrow('BackendInvalid');
    expect(StateBackend.http({ address: 'http://127.0.0.1:8000/{stack}' }).type).toBe('http');
    expect(() => PostgresTls.none('why')).toThrow('ReasonTooShort');
    expect(() => StateEncryption.none('')).toThrow('ReasonTooShort');
  });

  test('a password anywhere in any text', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(part, part, part, fc.constantFrom('pg', 'http', 's3', 'consul'), (user, password, name, type) => {
        const config = { nested: { [name]: `https://${user}:${password}@db.example.com/{stack}` } };
        expect(() => StateBackend.of(type, config)).toThrow(/^BackendCredential: /);
      }),
    );
  });
});

describe('in synthesized stacks', () => {
  let outdir: string;

  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'state-backend-'));
  });

  afterEach(() => {
    rmSync(outdir, { recursive: true });
  });

  interface Synthesized {
    readonly '//': object;
    readonly terraform: { readonly backend: object };
    readonly data?: object;
  }

  const synthesized = (stack: string): Synthesized =>
    JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Synthesized;

  test('tenants keep theirs where the platform does, each under its own name', () => {
    const app = new App({ outdir });
    const instance = new Instance({ name: 'shop' });
    const platform = new PlatformStack(app, 'platform', { instance, host, backend: S3 });
    new TenantStack(app, 'acme', { platform });
    app.synth();
    for (const stack of ['platform', 'acme']) {
      expect(synthesized(stack).terraform.backend).toEqual({ s3: S3.configFor({ instance: 'shop', stack }) });
      expect(synthesized(stack)['//']).toMatchObject({ backend: { type: 's3', template: S3.template } });
    }
  });

  test('a stack of a project of your own can have one, and another stack reads its outputs there', () => {
    const app = new App({ outdir });
    const web = new HardenedStack(app, 'web', { host, backend: POSTGRES });
    const output = new TerraformOutput(web, 'made', { value: 'x' });
    const other = new HardenedStack(app, 'other', { host, backend: StateBackend.local() });
    new TerraformOutput(other, 'read', { value: output.value });
    new HardenedStack(app, 'plain', { host });
    app.synth();
    expect(synthesized('web').terraform.backend).toEqual({ pg: POSTGRES.configFor({ instance: 'web', stack: 'web' }) });
    expect(synthesized('other').terraform.backend).toEqual({
      local: { path: expect.stringMatching(/^\.\..*\.appengine\/other\/state\/other\.tfstate$/) as string },
    });
    expect(synthesized('plain').terraform.backend).toEqual({
      local: { path: expect.stringMatching(/terraform\.plain\.tfstate$/) as string },
    });
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(true);
  });
});
