/** Logos of brands: small PNG or SVG images inside the registry, of which nothing can act. */

export interface Logo {
  readonly body: Buffer;
  readonly extension: 'png' | 'svg';
  readonly contentType: string;
}

const largestBytes = 64 * 1024;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What acts, loads or hides in an SVG. Escaped characters are refused, since they could spell any of it. */
const actsInSvg =
  /<\s*(?:script|foreignobject|iframe|embed|object|audio|video|image|animate\w*|set|handler|style|a)\b|<!|<\?(?!xml\s)|&#|\son\w+\s*=|(?:href|src)\s*=\s*["']?\s*(?!["']?#)|javascript:|url\(\s*["']?(?!#)|@import/iu;

/** @returns the image, or why it is refused, as a sentence */
export function readLogo(dataUri: string): Logo | string {
  const found = /^data:image\/(png|svg\+xml);base64,([\w+/]+={0,2})$/u.exec(dataUri);
  if (!found) return 'must be a PNG or SVG file, or a data: URI of one in base64';
  const body = Buffer.from(found[2] as string, 'base64');
  if (body.length > largestBytes) return `is larger than ${largestBytes / 1024} KB`;
  if (found[1] === 'png') {
    if (!body.subarray(0, 8).equals(pngSignature) || body.toString('latin1', 12, 16) !== 'IHDR') return 'is not a PNG';
    return { body, extension: 'png', contentType: 'image/png' };
  }
  const source = body.toString('utf8');
  if (!/^\s*(?:<\?xml\s[^>]*\?>\s*)?<svg\s/u.test(source) || !/<\/svg>\s*$/u.test(source)) return 'is not an SVG';
  const acts = actsInSvg.exec(source);
  if (acts) return `may hold shapes only, not ${JSON.stringify(acts[0].trim())}`;
  return { body, extension: 'svg', contentType: 'image/svg+xml' };
}
