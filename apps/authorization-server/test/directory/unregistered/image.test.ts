import { describe, expect, it } from '@jest/globals';
import { imageTypeOf } from '../../../src/directory/unregistered/image.ts';

/** Bytes of Latin-1 text, numbers and zeros. */
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const png = (width: number[], height: number[]) =>
  bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', width, height, [8, 6, 0, 0, 0]);
const jpeg = (marker: number, height: number[], width: number[]) =>
  bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, marker, 0, 11, 8], height, width, [1, 1, 0x11, 0]);
const webp = (chunk: string, rest: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], rest);

describe('pictures of strangers', () => {
  it.each([
    ['image/png', png([0, 0, 0, 64], [0, 0, 0, 64])],
    ['image/jpeg', jpeg(0xc0, [0, 64], [0, 64])],
    ['image/jpeg', jpeg(0xc2, [0, 64], [0, 64])],
    ['image/gif', bytes('GIF87a', [64, 0, 64, 0])],
    ['image/gif', bytes('GIF89a', [64, 0, 64, 0])],
    ['image/webp', webp('VP8X', [0, 0, 0, 0, 63, 0, 0, 63, 0, 0])],
    ['image/webp', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 64, 0, 64, 0])],
    ['image/webp', webp('VP8L', [0x2f, 63, 0xc0, 0x0f, 0, 0, 0, 0, 0, 0])],
  ])('%s is told by its bytes', (type, body) => {
    expect(imageTypeOf(body)).toBe(type);
  });

  it.each([
    ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an SVG behind a mark', bytes([0xef, 0xbb, 0xbf], '<?xml version="1.0"?><svg/>')],
    ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
    ['nothing', bytes('')],
    ['the beginning of a PNG', bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR')],
    ['a PNG without a size', png([0, 0, 0, 0], [0, 0, 0, 9])],
    ['a PNG that is enormous when drawn', png([0, 0, 0xff, 0xff], [0, 0, 0, 64])],
    ['a JPEG that is enormous when drawn', jpeg(0xc0, [0xff, 0xff], [0, 64])],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1])],
    [
      'a JPEG whose segments lead nowhere',
      bytes(
        [0xff, 0xd8],
        Array.from({ length: 40 }, () => 0xff),
      ),
    ],
    ['a GIF that is enormous when drawn', bytes('GIF89a', [0xff, 0xff, 64, 0])],
    [
      'a WebP of an unknown kind',
      webp(
        'ALPH',
        Array.from({ length: 20 }, () => 1),
      ),
    ],
    ['a WebP that is enormous when drawn', webp('VP8X', [0, 0, 0, 0, 0, 0, 1, 63, 0, 0])],
    [
      'a sound in the same wrapping',
      bytes(
        'RIFF',
        [0, 0, 0, 0],
        'WAVE',
        Array.from({ length: 30 }, () => 1),
      ),
    ],
  ])('%s is none', (_what, body) => {
    expect(imageTypeOf(body)).toBeUndefined();
  });
});
