import { freshAgainst } from '../verifying.ts';

export default freshAgainst(
  'verify-fresh-limit',
  'crypto',
  'the limit: the same Express with one bare crypto.verify and no other check; per core',
);
