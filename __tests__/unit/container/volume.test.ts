import { HardenedContainer, Volume, VolumeContent, WritablePath, type IVolume } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';

const writing = (volume: IVolume): typeof REQUIRED_PROPS => ({ ...REQUIRED_PROPS, writable: [WritablePath.volume('/data', volume)] });

test('an imported volume is mounted by its name, and nothing makes it', () => {
  const stack = tenant();
  new HardenedContainer(stack, 'App', writing(Volume.fromName('theirs')));
  const template = DockerTemplate.of(stack);

  expect(template.containerAt('acme/App').values.mounts).toContainEqual({
    type: 'volume',
    source: 'theirs',
    target: '/data',
    read_only: false,
  });
  expect(template.findAll('docker_volume', { name: 'theirs' })).toEqual([]);
});

test('it has one writer, by whatever reference, unless its content can be made again', () => {
  const stack = tenant();
  new HardenedContainer(stack, 'App', writing(Volume.fromName('theirs')));
  new HardenedContainer(stack, 'Cache', { ...writing(Volume.fromName('cache', VolumeContent.generated())), name: 'cache' });
  new HardenedContainer(stack, 'Warmer', { ...writing(Volume.fromName('cache', VolumeContent.generated())), name: 'warmer' });

  expect(() => new HardenedContainer(stack, 'Other', { ...writing(Volume.fromName('theirs')), name: 'other' })).toThrow(
    /^VolumeWritten: acme\/Other: data volume "theirs" is already written by acme\/App/,
  );
});

test.each(['/srv/data', '.', 'a', 'data/sub', ''])('%j is the name of no volume', (name) => {
  expect(() => Volume.fromName(name)).toThrow(/^VolumeNameInvalid: volume name ".*" must be 2 or more of letters/);
});
