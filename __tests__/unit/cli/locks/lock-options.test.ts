import fc from 'fast-check';
import { lockOptions, parseWait } from '../../../../cli/locks/lock-options';

describe('--wait', () => {
  test.each(['', '-1', '1.5', '1e3', '10m', ' 5', '86401', 'NaN'])('refuses %j', (text) => {
    expect(() => parseWait(text)).toThrow(`WaitInvalid: --wait ${JSON.stringify(text)} must be a whole number of seconds from 0 to 86400`);
  });

  test('takes whole seconds of a day', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => parseWait(String(seconds)) === seconds));
  });
});

test('a lock says which stacks its command is about', () => {
  expect(lockOptions('up', { only: ['acme', 'globex'], wait: '5' })).toEqual({ command: 'appengine up --only acme globex', wait: 5 });
  expect(lockOptions('down', {})).toEqual({ command: 'appengine down' });
});
