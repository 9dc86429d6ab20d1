import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Product, startProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());

it('F9: SIGHUP ends none of the programs, and each reads its files again', async () => {
  process.kill(product.program.pid, 'SIGHUP');
  for (const name of ['authorization-server', 'resource-server', 'gateway', 'web-app', 'console']) {
    const log = () => readFileSync(join(product.state, `logs/${name}.log`), 'utf8');
    await eventually(() => log().includes('reading files again'), { what: `SIGHUP in the log of ${name}` });
    expect(log()).not.toContain('"level":"error"');
  }
  for (const prefix of ['GATEHOUSE', 'API', 'GATEWAY', 'WEB']) {
    const ready = await fetch(`http://127.0.0.1:${product.env[`${prefix}_MANAGEMENT_PORT`]}/readyz`);
    expect([prefix, ready.status]).toEqual([prefix, 200]);
  }
  expect(product.program.over()).toBe(false);
  expect(await product.program.stop()).toBe(0);
});
