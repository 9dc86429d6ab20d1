/** Pictures of strangers: told by their own bytes, whatever they are called, and small enough to be drawn. Never SVG, which can act. */

/** More than any page draws; a few bytes can stand for a picture that fills the memory of a browser. */
const largestSide = 2048;

interface Format {
  readonly type: string;
  readonly is: (body: Buffer) => boolean;
  /** Width and height; undefined where the file does not say. */
  readonly size: (body: Buffer) => readonly [number, number] | undefined;
}

const text = (body: Buffer, from: number, to: number) => body.toString('latin1', from, to);

/** Of a JPEG they stand in the first frame header (ITU-T T.81, B.2.2), after segments of any length. */
function jpegSize(body: Buffer): readonly [number, number] | undefined {
  for (let at = 2; at + 9 <= body.length && body[at] === 0xff; at += 2 + body.readUInt16BE(at + 2)) {
    const marker = body[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [body.readUInt16BE(at + 7), body.readUInt16BE(at + 5)];
  }
  return undefined;
}

/** Of a WebP they stand where its first chunk says (RFC 9649, sections 2.5 to 2.7). */
function webpSize(body: Buffer): readonly [number, number] | undefined {
  if (body.length < 30) return undefined;
  switch (text(body, 12, 16)) {
    case 'VP8X':
      return [body.readUIntLE(24, 3) + 1, body.readUIntLE(27, 3) + 1];
    case 'VP8 ':
      return [body.readUInt16LE(26) & 0x3fff, body.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = body.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    default:
      return undefined;
  }
}

const formats: readonly Format[] = [
  {
    type: 'image/png',
    is: (body) => text(body, 0, 8) === '\x89PNG\r\n\x1a\n' && text(body, 12, 16) === 'IHDR',
    size: (body) => (body.length < 24 ? undefined : [body.readUInt32BE(16), body.readUInt32BE(20)]),
  },
  { type: 'image/jpeg', is: (body) => text(body, 0, 3) === '\xff\xd8\xff', size: jpegSize },
  {
    type: 'image/gif',
    is: (body) => /^GIF8[79]a$/u.test(text(body, 0, 6)),
    size: (body) => (body.length < 10 ? undefined : [body.readUInt16LE(6), body.readUInt16LE(8)]),
  },
  {
    type: 'image/webp',
    is: (body) => text(body, 0, 4) === 'RIFF' && text(body, 8, 12) === 'WEBP',
    size: webpSize,
  },
];

/** @returns its media type; undefined for whatever is no picture that a page should show */
export function imageTypeOf(body: Buffer): string | undefined {
  const format = formats.find(({ is }) => is(body));
  const [width = 0, height = 0] = format?.size(body) ?? [];
  const isDrawn = width > 0 && height > 0 && width <= largestSide && height <= largestSide;
  return isDrawn ? format?.type : undefined;
}
