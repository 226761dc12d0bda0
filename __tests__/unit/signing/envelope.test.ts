import fc from 'fast-check';
import { InvalidValue } from '../../../constructs/release/json-value';
import { Envelope, preAuthenticationEncoding } from '../../../constructs/signing/envelope';
import { ed25519, envelopeOf, p256 } from '../../fixture/signing';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((array) => Buffer.from(array));
const keys = [ed25519(), p256('kms')];

test('the bytes that are signed are those of DSSE 1.0', () => {
  expect(preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  );
  expect(preAuthenticationEncoding('ä', Buffer.from('é\n')).toString()).toBe('DSSEv1 2 ä 3 é\n');
});

test('two payloads have the same signed bytes only if they are the same', () => {
  fc.assert(
    fc.property(fc.string(), bytes, fc.string(), bytes, (type, payload, otherType, other) => {
      const isSame = type === otherType && payload.equals(other);
      expect(preAuthenticationEncoding(type, payload).equals(preAuthenticationEncoding(otherType, other))).toBe(isSame);
    }),
  );
});

test('what was written is read, and written the same again', () => {
  fc.assert(
    fc.property(bytes, (payload) => {
      const envelope = envelopeOf(payload, ...keys);
      const read = Envelope.parse(envelope.render());
      expect(read).toEqual(envelope);
      expect(read.render()).toBe(envelope.render());
    }),
  );
});

test('any text is read or refused with its place', () => {
  const text = envelopeOf(Buffer.from('{}'), ...keys).render();
  const refused = (changed: string): void => {
    try {
      Envelope.parse(changed);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidValue);
    }
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), refused));
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string({ maxLength: 3 }), (begin, length, put) => {
      const at = begin % text.length;
      refused(`${text.slice(0, at)}${put}${text.slice(at + (length % 40))}`);
    }),
  );
});

test.each<[string, string, RegExp]>([
  ['no JSON', '{', /it is no JSON/],
  ['another payload', '{"payload":"e30=","payloadType":"text/plain","signatures":[{"sig":"AA=="}]}', /payloadType is "text\/plain"/],
  ['no signature', '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}', /have 1 to 20 signatures/],
  [
    'bits that no decoder looks at',
    '{"payload":"e31=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"AA=="}]}',
    /payload is "e31="/,
  ],
  [
    'base64 for addresses',
    '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"_-8="}]}',
    /signatures\[0\]\.sig is "_-8="/,
  ],
  [
    'a field more',
    '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"AA=="}],"more":1}',
    /have no "more"/,
  ],
])('%s is refused', (_, text, message) => {
  expect(() => Envelope.parse(text)).toThrow(message);
});
