import type { PlannedResource } from '../../../../operations/terraform/planned-resource';
import { adopt } from '../../../../cli/reconcile/adopt';
import { containers, declare, declaring, instance, resource, stateOf } from './fixture';

const planned = (type: string, name: string, values: PlannedResource['values']): PlannedResource => ({
  address: `${type}.${name}`,
  type,
  name,
  provider_name: 'registry.test/kreuzwerker/docker',
  schema_version: 2,
  values,
});

const DECLARED = declaring(
  declare('docker_network', 'Network', 'apps'),
  declare('docker_container', 'Shop1', 'shop', { dependencies: ['docker_network.Network'] }),
  declare('terraform_data', 'Reload', '', { dependencies: ['docker_container.Shop1'], createBeforeDestroy: false }),
  declare('terraform_data', 'Other', '', { dependencies: ['docker_container.Gone'], createBeforeDestroy: false }),
);

const PLAN = [
  planned('docker_container', 'Shop1', { name: 'shop', memory: 96 }),
  planned('terraform_data', 'Reload', { triggers_replace: '1f3a' }),
  planned('terraform_data', 'Other', { triggers_replace: ['a'] }),
];

test('a container is in the state as its plan says, with all that it depends on; a program that ran for it has run', () => {
  const { resources } = adopt(stateOf(), new Map([['docker_container.Shop1', 'id1']]), PLAN, DECLARED);
  expect(resources).toEqual([
    {
      mode: 'managed',
      type: 'docker_container',
      name: 'Shop1',
      provider: 'provider["registry.test/kreuzwerker/docker"]',
      instances: [
        {
          schema_version: 2,
          attributes: { env: [], name: 'shop', memory: 96, id: 'id1' },
          sensitive_attributes: [],
          dependencies: ['docker_network.Network'],
          create_before_destroy: true,
        },
      ],
    },
    expect.objectContaining({
      type: 'terraform_data',
      name: 'Reload',
      instances: [
        expect.objectContaining({
          attributes: { id: expect.any(String) as string, triggers_replace: { value: '1f3a', type: 'string' } },
          dependencies: ['docker_container.Shop1', 'docker_network.Network'],
        }),
      ],
    }),
  ]);
});

test('what the state called current is left to be destroyed, and the rest stays', () => {
  const before = stateOf(containers('Shop1', instance('older')), resource('docker_volume', 'Config', instance('config')));
  const { resources } = adopt(before, new Map([['docker_container.Shop1', 'id1']]), PLAN, DECLARED);
  expect(resources[0]?.instances.map(({ deposed, attributes }) => [deposed === undefined, attributes.id])).toEqual([
    [true, 'id1'],
    [false, 'older'],
  ]);
  expect(resources[1]).toEqual(before.resources[1]);
});
