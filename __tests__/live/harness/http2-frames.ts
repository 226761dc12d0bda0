/** Frames of HTTP/2 made by hand: a library would refuse to send what these are for. */

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const [DATA, HEADERS, SETTINGS] = [0, 1, 4];
const [END_STREAM, END_HEADERS] = [1, 4];

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header as it is, neither compressed nor indexed; its parts are shorter than 127 bytes. */
function header([name, value]: readonly [string, string]): Buffer {
  const [left, right] = [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')];
  return Buffer.concat([Buffer.from([0, left.length]), left, Buffer.from([right.length]), right]);
}

/** A whole connection with one request. */
export function http2Request(headers: readonly (readonly [string, string])[], body = ''): Buffer {
  const block = Buffer.concat(headers.map(header));
  return Buffer.concat([
    Buffer.from(PREFACE),
    frame(SETTINGS, 0, 0, Buffer.alloc(0)),
    frame(HEADERS, END_HEADERS | (body === '' ? END_STREAM : 0), 1, block),
    ...(body === '' ? [] : [frame(DATA, END_STREAM, 1, Buffer.from(body, 'latin1'))]),
  ]);
}
