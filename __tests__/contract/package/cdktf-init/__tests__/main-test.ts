import { RULES } from 'appengine-constructs/guidelines';
import { DockerTemplate, TestApp } from 'appengine-constructs/testing';
import { Acme } from '../tenants/acme';

test('the tenant is as it was reviewed', () => {
  const app = new TestApp();
  const template = DockerTemplate.of(new Acme(app, app.platform));

  template.containerAt('acme/Web/Replica1').has({ read_only: true });
  expect(template.toSnapshot()).toMatchSnapshot();
});

test('the rules are there', () => {
  expect(RULES.map(({ id }) => id)).toContain('SDG-05.1');
});
