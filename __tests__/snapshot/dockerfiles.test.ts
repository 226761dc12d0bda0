import { Runtime } from '../../constructs';
import { removeSources, sources } from '../fixture/sources';

afterAll(removeSources);

test.each<[name: string, files: Readonly<Record<string, string | object>>]>([
  [
    'Express',
    {
      'package.json': { version: '1.2.0', scripts: { start: 'node ./bin/www' }, dependencies: { express: '5' } },
      'package-lock.json': '{}',
    },
  ],
  [
    'Next.js',
    {
      'package.json': { scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '16' } },
      'package-lock.json': '{}',
    },
  ],
  ['Flask', { 'requirements.txt': 'Flask==3.1.2\n', 'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n' }],
  ['pages', { 'www/index.html': '' }],
  ['Go', { 'go.mod': 'module shop\n\ngo 1.24', 'go.sum': '', 'main.go': 'package main', 'static/a.css': '' }],
  [
    'Spring Boot',
    {
      'pom.xml':
        '<project><version>2.1</version><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>',
    },
  ],
  ['Laravel', { 'composer.json': { require: { 'laravel/framework': '^12' } }, 'composer.lock': {}, 'public/index.php': '' }],
  ['Sinatra', { Gemfile: 'gem "sinatra"\n', 'Gemfile.lock': '    puma (6.6.0)\n    sinatra (4.1.1)\n', 'config.ru': '' }],
])('the Dockerfile of %s', (_, files) => {
  const source = sources(files);
  const plan = Runtime.detect(source.path).runtime.plan(source);

  expect(plan?.dockerfile({ cacheScope: 'test-acme', buildArgs: ['VERSION'], secrets: ['github'] })).toMatchSnapshot();
});
