import { freshAgainst } from '../verifying.ts';

export default freshAgainst(
  'verify-fresh',
  'jose',
  'the same Express with jose: jwtVerify and createRemoteJWKSet; per core',
);
