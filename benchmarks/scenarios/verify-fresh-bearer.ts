import { freshAgainst } from '../verifying.ts';

export default freshAgainst(
  'verify-fresh-bearer',
  'express-oauth2-jwt-bearer',
  'the same Express with express-oauth2-jwt-bearer; per core',
);
