// api.mjs: an API that answers whoever has an access token with the scope, and nobody else.
import cors from '@fastify/cors';
import { createResourceServer, getAuth } from '@gatehouse/oauth-guard/fastify';
import Fastify from 'fastify';

const api = createResourceServer({ resource: 'https://orders.localhost', issuers: 'https://localhost:3000' });
const app = Fastify();
// For pages of other origins that call this API themselves.
await app.register(cors, { origin: 'http://localhost:4000' });

app.get('/orders', { onRequest: api.requireScopes('orders_read') }, async (request) => ({
  for: getAuth(request).subject,
  orders: [{ number: 1, item: 'A book' }],
}));

await app.listen({ port: 4001, host: 'localhost' });
console.log('ready at http://localhost:4001/orders');
