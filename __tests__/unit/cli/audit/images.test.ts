import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { setuidFilesIn } from '../../../../cli/audit/images/archive';
import { setuidFilesOf, type Layer } from '../../../../cli/audit/images/layer';

type Entry = readonly [path: string, mode: number, type?: 'directory' | 'file' | 'link' | 'symlink', content?: Buffer];

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, mode, type = 'file', content = Buffer.from('content')] of entries) {
    if (type === 'file') archive.entry({ name, mode }, content);
    else archive.entry({ name, mode, type, ...(type === 'directory' ? {} : { linkname: content.toString() }) });
  }
  archive.finalize();
  return buffer(archive as AsyncIterable<Buffer>);
}

async function scan(entries: readonly Entry[]): Promise<object> {
  return Object.fromEntries(await setuidFilesIn(Readable.from([await tar(entries)])));
}

function manifest(...images: readonly { readonly Config: string; readonly Layers: readonly string[] }[]): Entry {
  return ['manifest.json', 0o644, 'file', Buffer.from(JSON.stringify(images))];
}

const LOWER: readonly Entry[] = [
  ['bin/', 0o755, 'directory'],
  ['bin/su', 0o4755],
  ['bin/ls', 0o755],
  ['./usr/bin/wall', 0o2755],
  ['var/mail/', 0o2775, 'directory'],
  ['bin/sudo', 0o4755],
  ['bin/sudoedit', 0o4755, 'link', Buffer.from('bin/sudo')],
];

test('an archive of an older engine: layers below directories, shared ones as links', async () => {
  const lower = await tar(LOWER);
  const upper = await tar([['bin/su', 0o755]]);
  expect(
    await scan([
      ['aaa/layer.tar', 0o644, 'file', lower],
      ['bbb/layer.tar', 0o644, 'file', upper],
      ['ccc/layer.tar', 0o777, 'symlink', Buffer.from('../aaa/layer.tar')],
      manifest({ Config: '111.json', Layers: ['aaa/layer.tar', 'bbb/layer.tar'] }, { Config: '222.json', Layers: ['ccc/layer.tar'] }),
    ]),
  ).toEqual({
    'sha256:111': ['/bin/sudo', '/bin/sudoedit', '/usr/bin/wall'],
    'sha256:222': ['/bin/su', '/bin/sudo', '/bin/sudoedit', '/usr/bin/wall'],
  });
});

test('an archive of a newer engine: blobs, packed or not, beside JSON', async () => {
  const lower = gzipSync(await tar(LOWER));
  const upper = await tar([
    ['bin/.wh.su', 0o644],
    ['usr/.wh..wh..opq', 0o644],
    ['usr/bin/chage', 0o2755],
  ]);
  const json = Buffer.from('{"architecture":"amd64"}');
  expect(
    await scan([
      ['blobs/sha256/aaa', 0o644, 'file', lower],
      ['blobs/sha256/bbb', 0o644, 'file', upper],
      ['blobs/sha256/ccc', 0o644, 'file', json],
      ['blobs/sha256/ddd', 0o644, 'file', Buffer.alloc(0)],
      manifest({ Config: 'blobs/sha256/ccc', Layers: ['blobs/sha256/aaa', 'blobs/sha256/bbb'] }),
    ]),
  ).toEqual({ 'sha256:ccc': ['/bin/sudo', '/bin/sudoedit', '/usr/bin/chage'] });
});

function json(content: unknown): Buffer {
  return Buffer.from(JSON.stringify(content));
}

test('an archive of the containerd image store: an image goes by the digest of its manifest or index', async () => {
  const config = { architecture: 'amd64', config: { Labels: { digest: 'sha256:aaa' } } };
  const provenance = { _type: 'https://in-toto.io/Statement/v1' };
  expect(
    await scan([
      ['blobs/sha256/aaa', 0o644, 'file', gzipSync(await tar(LOWER))],
      ['blobs/sha256/bbb', 0o644, 'file', json({ manifests: [{ digest: 'sha256:ccc' }, { digest: 'sha256:eee' }] })],
      ['blobs/sha256/ccc', 0o644, 'file', json({ config: { digest: 'sha256:ddd' }, layers: [{ digest: 'sha256:aaa' }] })],
      ['blobs/sha256/ddd', 0o644, 'file', json(config)],
      ['blobs/sha256/eee', 0o644, 'file', json({ config: { digest: 'sha256:fff' }, layers: [{ digest: 'sha256:999' }] })],
      ['blobs/sha256/999', 0o644, 'file', json(provenance)],
      ['blobs/sha256/fff', 0o644, 'file', json({ architecture: 'unknown' })],
      manifest({ Config: 'blobs/sha256/ddd', Layers: ['blobs/sha256/aaa'] }),
    ]),
  ).toEqual(
    Object.fromEntries(['bbb', 'ccc', 'ddd'].map((id) => [`sha256:${id}`, ['/bin/su', '/bin/sudo', '/bin/sudoedit', '/usr/bin/wall']])),
  );
});

test('an index has what each of its images has', async () => {
  expect(
    await scan([
      ['blobs/sha256/aaa', 0o644, 'file', await tar([['bin/su', 0o4755]])],
      ['blobs/sha256/bbb', 0o644, 'file', await tar([['bin/wall', 0o2755]])],
      ['blobs/sha256/111', 0o644, 'file', json({ config: { digest: 'sha256:222' } })],
      ['blobs/sha256/333', 0o644, 'file', json({ config: { digest: 'sha256:444' } })],
      ['blobs/sha256/555', 0o644, 'file', json({ manifests: [{ digest: 'sha256:111' }, { digest: 'sha256:333' }] })],
      manifest({ Config: 'blobs/sha256/222', Layers: ['blobs/sha256/aaa'] }, { Config: 'blobs/sha256/444', Layers: ['blobs/sha256/bbb'] }),
    ]),
  ).toMatchObject({ 'sha256:111': ['/bin/su'], 'sha256:333': ['/bin/wall'], 'sha256:555': ['/bin/su', '/bin/wall'] });
});

test('of an image with a layer that cannot be unpacked nothing is said', async () => {
  const zstandard = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(600, 7)]);
  expect(
    await scan([
      ['blobs/sha256/aaa', 0o644, 'file', zstandard],
      ['blobs/sha256/bbb', 0o644, 'file', await tar(LOWER)],
      manifest(
        { Config: 'blobs/sha256/111', Layers: ['blobs/sha256/aaa', 'blobs/sha256/bbb'] },
        { Config: 'blobs/sha256/222', Layers: ['blobs/sha256/bbb'] },
      ),
    ]),
  ).toEqual({ 'sha256:222': ['/bin/su', '/bin/sudo', '/bin/sudoedit', '/usr/bin/wall'] });
});

test('large files are passed over, not kept', async () => {
  const large = await tar([
    ['big', 0o644, 'file', Buffer.alloc(3 * 1024 * 1024)],
    ['bin/su', 0o4755],
  ]);
  expect(await scan([['a/layer.tar', 0o644, 'file', large], manifest({ Config: '1.json', Layers: ['a/layer.tar'] })])).toEqual({
    'sha256:1': ['/bin/su'],
  });
});

test('an archive that breaks off is an error', async () => {
  const whole = await tar([['a/layer.tar', 0o644, 'file', await tar(LOWER)], manifest({ Config: '1.json', Layers: ['a/layer.tar'] })]);
  await expect(setuidFilesIn(Readable.from([whole.subarray(0, 2000)]))).rejects.toThrow();
  await expect(scan([manifest({ Config: '1.json', Layers: ['gone/layer.tar'] })])).rejects.toThrow(/^ImageArchiveInvalid/);
  const broken = Readable.from(
    (function* (): Generator<Buffer> {
      yield whole.subarray(0, 600);
      throw new Error('the engine hung up');
    })(),
  );
  await expect(setuidFilesIn(broken)).rejects.toThrow('the engine hung up');
});

/** What is in a file system after all layers, kept the long way. */
function model(layers: readonly Layer[]): readonly string[] {
  const files = new Map<string, boolean>();
  for (const { written, setuid, removed, emptied } of layers) {
    for (const path of [...files.keys()]) {
      const isGone = removed.some((gone) => path === gone || path.startsWith(`${gone}/`));
      if (isGone || emptied.some((directory) => path.startsWith(`${directory}/`))) files.delete(path);
    }
    for (const path of written) files.set(path, setuid.includes(path));
  }
  return [...files]
    .filter(([, isSetuid]) => isSetuid)
    .map(([path]) => path)
    .sort();
}

test('whatever layers write, remove and empty, the result is that of a file system', () => {
  const paths = ['/a', '/a/b', '/a/c', '/d', '/d/b'];
  const some = fc.subarray(paths);
  const layer = fc
    .record({ written: some, bits: some, removed: some, emptied: some })
    .map(({ written, bits, removed, emptied }): Layer => ({
      written: new Set(written),
      setuid: bits.filter((path) => written.includes(path)),
      removed,
      emptied,
    }));
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
      expect(setuidFilesOf(layers)).toEqual(model(layers));
    }),
  );
});
