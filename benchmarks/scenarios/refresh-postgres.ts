import { postgres } from '@gatehouse/testkit';
import { startAuthorizationServer } from '../product.ts';
import { refreshAgainstSignatures } from '../refreshing.ts';
import type { Scenario } from '../scenario.ts';

/** Rotating refresh on a PostgreSQL server of its own, synchronous_commit=on. */
const scenario: Scenario = {
  name: 'refresh-postgres',
  unit: 'rotations/s',
  against: 'bare node:http server: two RSA-2048 signatures per request',
  rounds: 3,
  async prepare(context) {
    const server = context.stopAtEnd(await postgres());
    const env = { GATEHOUSE_DATABASE_URL: await server.newDatabase() };
    const program = context.stopAtEnd(await startAuthorizationServer({ env }));
    return await refreshAgainstSignatures(program, context);
  },
};

export default scenario;
