import { RootConstruct } from 'constructs';
import fc from 'fast-check';
import { PublicValue } from '../../../constructs';
import { renderEnvironment } from '../../../constructs/container/environment';

const scope = new RootConstruct('App');

test('is sorted by name', () => {
  expect(renderEnvironment(scope, { B: '2', A: '1', C: '' })).toEqual(['A=1', 'B=2', 'C=']);
});

test('reaches the container as it is, also where Terraform would see a template', () => {
  expect(renderEnvironment(scope, { GREETING: 'Hello ${name}, 100 %{' })).toEqual(['GREETING=Hello $${name}, 100 %%{']);
});

test.each([
  ['DB_PASSWORD', 'x'],
  ['password', 'x'],
  ['GITHUB_TOKEN', 'x'],
  ['API_KEY', 'x'],
  ['APIKEY', 'x'],
  ['CLIENT_SECRET', 'x'],
  ['DATABASE_URL', 'postgres://user:hunter2@db/shop'],
  ['CERTIFICATE', '-----BEGIN RSA PRIVATE KEY-----'],
  ['DEPLOY', 'ghp_0123456789'],
  ['PAYMENT', 'sk_live_0123456789'],
  ['CLOUD', 'AKIAIOSFODNN7EXAMPLE'],
  ['SESSION', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
])('%s=%s looks like a secret', (name, value) => {
  expect(() => renderEnvironment(scope, { [name]: value })).toThrow(
    new Error(
      `SecretInEnvironment: App: environment ${name} looks like a secret, and its value would be readable in state, plan and inspect; mount it as a file and pass ${name}_FILE, or, if all may know it, give it as PublicValue.of(${JSON.stringify(name)}, value, reason) among \`publicValues\``,
    ),
  );
});

test.each([
  ['DB_PASSWORD_FILE', '/run/secrets/db'],
  ['TOKENIZER', 'gpt2'],
  ['KEYBOARD', 'de'],
  ['DATABASE_URL', 'postgres://db/shop'],
  ['MAIL', 'ops@acme.test'],
])('%s=%s does not', (name, value) => {
  expect(renderEnvironment(scope, { [name]: value })).toEqual([`${name}=${value}`]);
});

test.each(['1A', 'A-B', 'spring.datasource.url', 'Logging__LogLevel', 'A:B'])('the name %j is as the engine has it', (name) => {
  expect(renderEnvironment(scope, { [name]: 'x' })).toEqual([`${name}=x`]);
});

test('what only looks like a secret is said to be public, by a reason', () => {
  const ttl = PublicValue.of('TOKEN_TTL', '3600', 'seconds that a session lasts');
  expect(renderEnvironment(scope, { MODE: 'test' }, [ttl])).toEqual(['MODE=test', 'TOKEN_TTL=3600']);
  expect(() => renderEnvironment(scope, { API_TOKEN: 'x' }, [ttl])).toThrow(/SecretInEnvironment/);
  expect(() => PublicValue.of('TOKEN_TTL', '3600', 'why not')).toThrow(/ReasonTooShort/);
});

test.each(['', 'A B', 'A=B', 'Ä', 'A\n'])('the name %j is refused', (name) => {
  expect(() => renderEnvironment(scope, { [name]: 'x' })).toThrow(
    new Error(
      `EnvironmentNameInvalid: App: environment name ${JSON.stringify(name)} must be printable ASCII without spaces and "="; use one such as LOG_LEVEL`,
    ),
  );
});

test('no value makes a second variable', () => {
  fc.assert(
    fc.property(fc.constantFrom('\0', '\n', '\r'), fc.string(), fc.string(), (separator, before, after) => {
      expect(() => renderEnvironment(scope, { TEXT: `${before}${separator}${after}` })).toThrow(
        new Error('EnvironmentValueInvalid: App: environment value of TEXT must be one line without NUL; put longer text into ConfigFiles'),
      );
    }),
  );
});
