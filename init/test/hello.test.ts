import { DockerTemplate, TestApp } from 'appengine-constructs/testing';
import { Hello } from '../tenants/hello';

const app = new TestApp();
const template = DockerTemplate.of(new Hello(app, app.platform));

test('two containers serve the site, which they cannot change', () => {
  for (const replica of [1, 2]) template.containerAt(`hello/Site/Replica${String(replica)}`).has({ memory: 64, read_only: true });
});

test('everything else is as it was reviewed', () => {
  expect(template.toSnapshot()).toMatchSnapshot();
});
