/**
 * The limit of a token endpoint: `node:http`, nothing but reading the form and making RS256 signatures over tokens of
 * ordinary size. PORT says where it listens, SIGNATURES how many a request costs.
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const header = encode({ alg: 'RS256', typ: 'at+jwt', kid: randomUUID() });

const signatures = Number(process.env['SIGNATURES'] ?? 1);

createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'https://localhost:3000',
      aud: form.get('resource'),
      sub: 'worker',
      client_id: 'worker',
      scope: form.get('scope'),
      jti: randomUUID(),
      iat: now,
      exp: now + 300,
    };
    const input = `${header}.${encode(claims)}`;
    const tokens = Array.from({ length: signatures }, () => {
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    });
    const body = JSON.stringify({ tokens, token_type: 'Bearer', expires_in: 300 });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
