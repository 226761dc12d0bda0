import { InvalidValue, JsonValue } from '../release/json-value';

/** Type of what is signed: a statement of in-toto. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/** A signature of a payload. */
export interface EnvelopeSignature {
  /** Fingerprint of the key; empty where the signer tells none. */
  readonly keyid: string;
  readonly signature: Buffer;
}

/** A payload with its signatures, as DSSE 1.0 has it. */
export class Envelope {
  /** @throws InvalidValue */
  static parse(text: string): Envelope {
    const field = new JsonValue(json(text), '').fields(['payload', 'payloadType', 'signatures']);
    field('payloadType').text(new RegExp(`^${STATEMENT_TYPE.replace('+', '\\+')}$`), JSON.stringify(STATEMENT_TYPE));
    const signatures = field('signatures').items();
    if (signatures.length < 1 || signatures.length > MOST_SIGNATURES) {
      throw field('signatures').invalid(`have 1 to ${String(MOST_SIGNATURES)} signatures`);
    }
    return new Envelope(bytes(field('payload')), signatures.map(readSignature));
  }

  constructor(
    readonly payload: Buffer,
    readonly signatures: readonly EnvelopeSignature[],
  ) {}

  /** The bytes that every signature is of: the type of the payload is signed as well. */
  get signedBytes(): Buffer {
    return preAuthenticationEncoding(STATEMENT_TYPE, this.payload);
  }

  /** The same text for the same payload and signatures. */
  render(): string {
    const signatures = this.signatures.map(({ keyid, signature }) => ({ keyid, sig: signature.toString('base64') }));
    return `${JSON.stringify({ payloadType: STATEMENT_TYPE, payload: this.payload.toString('base64'), signatures }, undefined, 2)}\n`;
  }
}

const MOST_SIGNATURES = 20;

/** `PAE` of DSSE 1.0. */
export function preAuthenticationEncoding(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${String(Buffer.byteLength(type))} ${type} ${String(payload.length)} `), payload]);
}

function readSignature(value: JsonValue): EnvelopeSignature {
  const field = value.fields(['sig'], ['keyid']);
  return { keyid: field('keyid').optionalText(/^[\x20-\x7e]{0,200}$/, 'the name of a key') ?? '', signature: bytes(field('sig')) };
}

/** In one spelling alone: bits that no decoder looks at would be a change that no signature notices. */
function bytes(value: JsonValue): Buffer {
  const text = value.text(/^[A-Za-z0-9+/]+={0,2}$/, 'bytes in base64');
  const decoded = Buffer.from(text, 'base64');
  if (decoded.toString('base64') !== text) throw value.invalid('be bytes in base64, as an encoder writes them');
  return decoded;
}

/** @throws InvalidValue */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidValue(`it is no JSON (${error.message.replace(/\s+/g, ' ')})`);
    throw error;
  }
}
