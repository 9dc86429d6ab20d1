import type { CommandRow, GroupRow, OptionRows } from './row.ts';

const issuer = { help: 'the server: its issuer, as its metadata says it', required: true } as const;
const caFile = { '--ca <file>': 'certificate authorities to trust beside the usual ones, PEM' };

/** Which server, and which client of it. */
const client: OptionRows = {
  '--issuer <url>': issuer,
  '--client-id <id>': { help: 'which client the command is', required: true },
  '--client-secret-stdin':
    'its secret, on standard input; else GATEHOUSE_CLIENT_SECRET or GATEHOUSE_CLIENT_SECRET_FILE',
  '--key <file>': 'its private key, JWK or PEM (private_key_jwt)',
  '--certificate <file>': 'its certificate, PEM (mutual TLS)',
  '--certificate-key <file>': 'the private key of that certificate, PEM',
  '--auth-method <method>': {
    help: 'how it proves itself; by default what it has something for',
    choices: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
  },
  ...caFile,
};

/** What the token is to be. */
const wanted: OptionRows = {
  '--scope <scope...>': 'what it is to allow',
  '--resource <indicator...>': 'the API that it is for (RFC 8707)',
  '--audience <audience...>': 'the same for servers that call it so',
  '--dpop': 'bind it to a key of this run (DPoP)',
  '--dpop-key <file>': 'bind it to the key in that file; made when there is none',
  '--call <url>': 'call an API with it, and print what that answers',
};

const ofUser: OptionRows = {
  '--acr-values <values>': 'how strongly the user is to prove who it is',
  '--login-hint <login>': 'who is expected',
};

const tokenFile = { '--token-file <file>': 'where the token is; standard input without it' };

const clientCredentials: CommandRow = {
  usage: 'client-credentials',
  help: 'a token for the client itself',
  options: { ...client, ...wanted },
  action: async () => (await import('../token/client-credentials.ts')).clientCredentials,
};

const authorizationCode: CommandRow = {
  usage: 'authorization-code',
  help: 'tokens for a user who signs in with a browser (PKCE)',
  options: {
    ...client,
    ...wanted,
    ...ofUser,
    '--prompt <prompt>': 'what the server asks: login, consent, select_account, none, create',
    '--par': 'push the request first (PAR); done by itself where the server requires it',
    '--open': 'open the browser of this machine',
    '--redirect-uri <uri>': 'one that is registered; by default http://127.0.0.1:PORT/callback',
    '--no-loopback': 'listen nowhere; paste the address at which the browser ends',
  },
  action: async () => (await import('../token/authorization-code.ts')).authorizationCode,
};

const device: CommandRow = {
  usage: 'device',
  help: 'tokens for a user who signs in on another device',
  options: { ...client, ...wanted, ...ofUser },
  action: async () => (await import('../token/device.ts')).device,
};

const exchange: CommandRow = {
  usage: 'exchange',
  help: 'another token for one that the client has',
  options: {
    ...client,
    ...wanted,
    '--subject-token-file <file>': 'the token to exchange; standard input without it',
    '--subject-token-type <type>': { help: 'what it is: id_token, jwt, or a whole urn:…', default: 'access_token' },
    '--actor-token-file <file>': 'the token of who acts for its subject',
    '--actor-token-type <type>': { help: 'what that is', default: 'access_token' },
    '--requested-token-type <type>': 'what is wanted for it',
  },
  action: async () => (await import('../token/exchange.ts')).exchange,
};

const introspect: CommandRow = {
  usage: 'introspect',
  answers: true,
  help: 'ask the server about a token; ends with 1 when it is not active',
  options: { ...client, ...tokenFile, '--token-type-hint <type>': 'access_token or refresh_token' },
  action: async () => (await import('../token/introspect.ts')).introspect,
};

const decode: CommandRow = {
  usage: 'decode',
  answers: true,
  help: 'read a JWT on this machine; with --issuer verify it, and end with 1 when it is not good',
  options: { ...tokenFile, '--issuer <url>': 'the server whose keys it is to be signed by', ...caFile },
  action: async () => (await import('../token/decode.ts')).decode,
};

export const token: GroupRow = {
  name: 'token',
  help: 'get, exchange, introspect and decode tokens, as a client of any server',
  commands: [clientCredentials, authorizationCode, device, exchange, introspect, decode],
  examples: [
    [
      'token client-credentials --issuer https://localhost:3000 --client-id worker --client-secret-stdin --scope invoice_read < secret.txt',
      'a token with what it says; --quiet prints the token alone, for $(…)',
    ],
    [
      'token client-credentials --issuer https://localhost:3000 --client-id worker-jwt --key key.json --dpop --call https://localhost:3001/invoices',
      'by a key instead of a secret, bound by DPoP, and used at once',
    ],
    [
      'token authorization-code --issuer https://localhost:3000 --client-id native --scope openid profile --open',
      'sign in with the browser of this machine',
    ],
    ['token device --issuer https://localhost:3000 --client-id device --scope openid', 'sign in on a phone'],
    [
      'token exchange --issuer https://localhost:3000 --client-id api --resource https://billing.localhost --subject-token-file token.txt',
      'a token for the next API, in the name of the same user',
    ],
    [
      'token introspect --issuer https://localhost:3000 --client-id api --token-file token.txt',
      'what the server says of it',
    ],
    ['token decode --issuer https://localhost:3000 < token.txt', 'what it says, and whether that server signed it'],
  ],
};
