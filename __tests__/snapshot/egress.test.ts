import { Egress, HealthCheck, RuntimePool } from '../../constructs';
import { Destination } from '../../constructs/egress/destination';
import { egressFiles } from '../../constructs/egress/egress-config';
import { DockerTemplate } from '../../testing';
import { IMAGE, tenant } from '../fixture/tenant';

test('files of a proxy', () => {
  const destinations = ['api.stripe.com', '*.example.com:8443', '203.0.113.7:80'].map((text) => Destination.parse(text));

  for (const content of Object.values(egressFiles(destinations, false))) expect(content).toMatchSnapshot();
});

test('a tenant with every way out', () => {
  const stack = tenant();
  const healthCheck = HealthCheck.http('/healthz');
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, egress: Egress.to('api.stripe.com') });
  new RuntimePool(stack, 'Crawler', { image: IMAGE, healthCheck, egress: Egress.internet('searches the whole web') });
  new RuntimePool(stack, 'Worker', { image: IMAGE, healthCheck });

  expect(DockerTemplate.of(stack).toSnapshot()).toMatchSnapshot();
});
