import { ConfigFiles, Volume, VolumeContent } from '../../../constructs';
import { reportOn, rowsOf } from '../../../guidelines/cases/report';
import { DockerTemplate } from '../../../testing';
import { Testing } from '../../../constructs/cdktf/framework';
import { tenant } from '../../fixture/tenant';

test('other content is another volume', () => {
  const stack = tenant();
  const [one, two] = ['one', 'two'].map(
    (content) => new ConfigFiles(stack, content, { name: content, directory: '/etc/app', files: { 'app.conf': content } }),
  );
  const [prefix, hash] = [/^test-acme-(one|two)-[0-9a-f]{8}$/, /[0-9a-f]{8}$/];

  expect(one?.volume.volumeName).toMatch(prefix);
  expect(two?.volume.volumeName).toMatch(prefix);
  expect(hash.exec(one?.volume.volumeName ?? '')?.[0]).not.toBe(hash.exec(two?.volume.volumeName ?? '')?.[0]);
});

test('content is uploaded as it is into a container that never starts', () => {
  const stack = tenant();
  new ConfigFiles(stack, 'Files', { name: 'files', directory: '/etc/app', files: { 'sub/app.conf': 'path ${HOME} 100%{' } });

  DockerTemplate.of(stack)
    .containerAt('acme/Files/Loader')
    .has({
      start: false,
      must_run: false,
      network_mode: 'none',
      upload: [{ file: '/volume/sub/app.conf', content: 'path $${HOME} 100%%{' }],
    });
});

test('a private key among files is a finding, and a certificate is none', () => {
  const stack = tenant();
  const text = (kind: string): string => `-----BEGIN ${kind}-----\nMIIE\n-----END ${kind}-----\n`;
  const files = { 'key.pem': text('PRIVATE KEY'), 'certificate.pem': text('CERTIFICATE'), 'app.conf': 'token_ttl = 3600\n' };
  new ConfigFiles(stack, 'Files', { name: 'files', directory: '/etc/app', files });
  const rows = rowsOf(reportOn(JSON.parse(Testing.synth(stack))), 'SDG-09.6').filter(({ status }) => status === 'fail');

  expect(rows).toMatchObject([{ attribute: 'upload.content', value: '/volume/key.pem: private key' }]);
});

test.each(['', '/etc/passwd', '../x', 'a/../b', 'a b', 'a//b'])('the path %j is refused', (path) => {
  expect(() => new ConfigFiles(tenant(), 'Files', { name: 'files', directory: '/etc/app', files: { [path]: '' } })).toThrow(
    new Error(
      `FilePathInvalid: acme/Files: file path ${JSON.stringify(path)} must be relative, of letters, digits, ".", "_", "-" and "/", without ".."; use one such as "conf/app.json"`,
    ),
  );
});

test("a volume of users' data is nothing that Terraform could destroy", () => {
  const stack = tenant();
  new Volume(stack, 'Data', { name: 'data' });
  new Volume(stack, 'Cache', { name: 'cache', content: VolumeContent.generated() });
  const template = DockerTemplate.of(stack);
  const [owner, data] = [
    ['--label', 'appengine.stack=acme'],
    ['--label', 'appengine.data=true'],
  ];

  expect(template.resourceAt('docker_volume', 'acme/Cache').values.labels).not.toContainEqual({ label: 'appengine.data', value: 'true' });
  expect(() => template.resourceAt('docker_volume', 'acme/Data')).toThrow();
  const { triggers_replace: triggers, provisioner } = template.resourceAt('terraform_data', 'acme/Data').values as {
    triggers_replace: string[];
    provisioner: { 'local-exec': { interpreter: string[]; command: string; when?: string } }[];
  };
  expect(triggers).toEqual(['test-acme-data']);
  expect(provisioner).toHaveLength(1);
  expect(provisioner[0]?.['local-exec']).toMatchObject({ command: 'test-acme-data', environment: { DOCKER_HOST: expect.any(String) } });
  expect(provisioner[0]?.['local-exec'].when).toBeUndefined();
  expect(provisioner[0]?.['local-exec'].interpreter.slice(0, 3)).toEqual(['docker', 'volume', 'create']);
  expect(provisioner[0]?.['local-exec'].interpreter).toEqual(expect.arrayContaining([...owner, ...data].flat()));
});

test('what the last version declared in its place is forgotten, and not destroyed', () => {
  const stack = tenant();
  new Volume(stack, 'Data', { name: 'data' });
  new Volume(stack, 'More', { name: 'more' });
  const json = JSON.parse(Testing.synth(stack)) as { removed: unknown[] };

  const addresses = DockerTemplate.of(stack)
    .findAll('terraform_data')
    .map(({ address }) => address.replace('terraform_data', 'docker_volume'));
  expect(addresses).toHaveLength(2);
  expect(json.removed).toEqual(addresses.map((from) => ({ from, lifecycle: { destroy: false } })));
});

test('two volumes cannot share a name', () => {
  const stack = tenant();
  new Volume(stack, 'Data', { name: 'data' });

  expect(() => new Volume(stack, 'Other', { name: 'data' })).toThrow(
    new Error('NameClash: acme/Other: volume name "test-acme-data" is already taken by acme/Data; set `name` of one of the two'),
  );
});
