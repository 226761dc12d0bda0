import { describeLive } from './harness/describe-live';
import { configurations } from './traffic/configurations';
import { hostileClients } from './traffic/hostile';
import { isolation } from './traffic/isolation';
import { TrafficPlatform } from './traffic/platform';
import { resilience } from './traffic/resilience';
import { routes } from './traffic/routes';
import { sight } from './traffic/sight';
import { slowClients } from './traffic/slow-clients';
import { tls } from './traffic/tls';
import { ways } from './traffic/ways';

/** All that clients, operators and attackers do to one platform while nothing is deployed; themes that change it come last. */
describeLive('traffic', () => {
  const platform = new TrafficPlatform();

  beforeAll(() => platform.prepare());

  afterAll(() => platform.remove());

  configurations(platform);
  isolation(platform);
  tls(platform);
  routes(platform);
  ways(platform);
  sight(platform);
  slowClients(platform);
  resilience(platform);
  hostileClients(platform);
});
