import { HardenedContainer, SeccompProfile } from '../../constructs';
import { REQUIRED_PROPS } from '../fixture/every-prop';
import { tenant } from '../fixture/tenant';

test('the hardened seccomp profile', () => {
  const [option = ''] = SeccompProfile.hardened().securityOptions;

  expect(JSON.stringify(JSON.parse(option.replace(/^seccomp=/, '')), undefined, 2)).toMatchSnapshot();
});

test('the AppArmor profile of a container with every default', () => {
  expect(new HardenedContainer(tenant(), 'App', REQUIRED_PROPS).appArmor.render()).toMatchSnapshot();
});
