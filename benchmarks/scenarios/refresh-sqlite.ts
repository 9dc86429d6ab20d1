import { startAuthorizationServer } from '../product.ts';
import { refreshAgainstSignatures } from '../refreshing.ts';
import type { Scenario } from '../scenario.ts';

/** Rotating refresh on SQLite with synchronous=FULL: every rotation is on disk before it is answered. */
const scenario: Scenario = {
  name: 'refresh-sqlite',
  unit: 'rotations/s',
  against: 'bare node:http server: two RSA-2048 signatures per request',
  rounds: 3,
  prepare: async (context) => refreshAgainstSignatures(context.stopAtEnd(await startAuthorizationServer()), context),
};

export default scenario;
