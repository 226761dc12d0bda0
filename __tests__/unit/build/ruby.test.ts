import fc from 'fast-check';
import { Runtime } from '../../../constructs';
import { dockerfile, planOf, type Files } from '../../fixture/plans';
import { removeSources } from '../../fixture/sources';

afterAll(removeSources);

function lock(...gems: readonly string[]): string {
  return `GEM\n  remote: https://gems.test/\n  specs:\n${gems.map((name) => `    ${name} (1.2.3)\n      dependency (~> 1)\n`).join('')}\nDEPENDENCIES\n  ${gems.join('\n  ')}\n`;
}

const SINATRA: Files = { Gemfile: 'gem "sinatra"\n', 'Gemfile.lock': lock('sinatra', 'puma'), 'config.ru': '' };

test('gems are those of the lock file, without those for development, in a layer of their own', () => {
  const text = dockerfile(SINATRA);

  expect(planOf(SINATRA).found).toEqual(['Sinatra', 'Bundler, Gemfile.lock', 'Ruby 3.3', 'starts by puma']);
  expect(text).toMatch(
    /COPY Gemfile Gemfile\.lock \.\/\nRUN --mount=type=cache,id=test-acme-bundler[^]*target=\/root\/\.bundle\/config[^]*bundle install \\\n/,
  );
  expect(text).toMatch(/BUNDLE_FROZEN="1"[^]*BUNDLE_WITHOUT="development:test"/);
  expect(text).toMatch(/COPY --from=dependencies \/opt\/gems \/opt\/gems\nCOPY --from=application \/app \.\/\n/);
  expect(text).toContain('CMD ["ruby", "/opt/start.rb", "puma"]');
});

test('gems in the sources are those', () => {
  const files: Files = { ...SINATRA, 'vendor/cache/sinatra-1.2.3.gem': '' };
  expect(planOf(files).found).toContain('Bundler, Gemfile.lock, gems in vendor/cache');
  expect(dockerfile(files)).toMatch(/COPY vendor\/cache vendor\/cache\n[^]*bundle install --local[^]*rm -rf vendor\/cache/);
  expect(dockerfile({ ...SINATRA, 'Gemfile.lock': `PATH\n  remote: gems/a\n${lock('a', 'puma')}` })).toMatch(
    /WORKDIR \/app\nCOPY \. \.\nRUN [^]*bundle install/,
  );
});

test("without a Gemfile, Debian's Puma serves config.ru", () => {
  const text = dockerfile({ 'config.ru': '' });
  expect(planOf({ 'config.ru': '' }).found).toContain("no gems but Debian's Puma");
  expect(text).toContain('--no-install-recommends ruby puma tzdata');
  expect(text).not.toContain('bundle install');
});

test('Rails makes its assets, and writes to /tmp', () => {
  const text = dockerfile({ Gemfile: '', 'Gemfile.lock': lock('rails', 'puma', 'propshaft', 'pg'), 'config.ru': '' });
  expect(text).toContain('SECRET_KEY_BASE_DUMMY=1 RAILS_ENV=production bundle exec rails assets:precompile');
  expect(text).toMatch(/ln -s \/tmp log[^]*ln -s \/tmp tmp/);
  expect(text).toMatch(/ruby-bundler tzdata libpq5[^]*ruby-dev libpq-dev/);
  expect(text).toMatch(/RAILS_ENV="production"/);
});

test.each<[string, string, readonly string[]]>([
  ['a program of a gem', 'web: bundle exec rackup --port $PORT', ['rackup', '--port', '8080']],
  ['a binstub', 'web: RAILS_MAX_THREADS=3 bin/rails server -b 0.0.0.0', ['rails', 'server', '-b', '0.0.0.0']],
  ['a file', 'web: ruby app.rb', ['ruby', 'app.rb']],
])('starts by its Procfile: %s', (_, procfile, words) => {
  expect(dockerfile({ ...SINATRA, Procfile: procfile })).toContain(
    `"/opt/start.rb", ${words.map((word) => JSON.stringify(word)).join(', ')}]`,
  );
});

test('refuses gems that nothing locks, an unknown start, and a server that is no gem', () => {
  expect(() => planOf({ Gemfile: '' })).toThrow(/^SourceIncomplete: .* must have a Gemfile\.lock/);
  expect(() => planOf({ Gemfile: '', 'Gemfile.lock': lock('puma') })).toThrow(
    /^StartCommandUnknown: .* no Procfile with "web" and no config\.ru/,
  );
  expect(() => planOf({ ...SINATRA, 'Gemfile.lock': lock('sinatra') })).toThrow(/its Gemfile\.lock has no Puma: `bundle add puma` adds it/);
  expect(planOf({ Gemfile: '', 'Gemfile.lock': '' }, Runtime.ruby({ command: ['ruby', 'a.rb'] })).found).toContain('starts by ruby a.rb');
});

test.each<[string, boolean]>([
  ['ruby "~> 3.3"', true],
  ["ruby '>= 3.1'", true],
  ['ruby "~> 3.1"', true],
  ['ruby "~> 3.3.0"', true],
  ['# ruby "2.7.8"', true],
  ['ruby "3.3.5"', false],
  ['ruby "~> 3.4"', false],
  ['ruby "~> 3.2.0"', false],
  ['ruby file: ".ruby-version"', false],
])('%s is a version that Debian has: %s', (line, isThere) => {
  const files: Files = { ...SINATRA, Gemfile: `${line}\n`, '.ruby-version': 'ruby-3.4.1\n' };
  if (isThere) expect(planOf(files).found).toContain('Ruby 3.3');
  else expect(() => planOf(files)).toThrow(/^SourceIncomplete: .* must be for Ruby 3\.3, .* write `ruby "~> 3\.3"` there/);
});

test('any lock file is read', () => {
  const gem = fc.stringMatching(/^[a-z][a-z0-9_-]{0,10}$/);
  fc.assert(
    fc.property(fc.array(gem, { maxLength: 5 }), fc.string({ unit: 'binary', maxLength: 40 }), (gems, noise) => {
      const text = `${noise.replaceAll('\n', '')}\n${lock(...gems, 'puma')}`;
      expect(planOf({ Gemfile: noise.replaceAll('ruby', ''), 'Gemfile.lock': text, 'config.ru': '' }).found.at(-1)).toBe('starts by puma');
    }),
    { numRuns: 30 },
  );
});

test('packages of Debian are for its build or for its run', () => {
  const text = dockerfile(SINATRA, Runtime.ruby({ packages: ['imagemagick'], buildPackages: ['libmagickwand-dev'] }));
  expect(text).toMatch(/tzdata imagemagick[^]*ruby-dev libmagickwand-dev[^]*FROM runtime\nENV/);
});
