// api.mjs: an API that answers whoever has an access token with the scope, and nobody else.
import { createResourceServer, getAuth } from '@gatehouse/oauth-guard/express';
import cors from 'cors';
import express from 'express';

const api = createResourceServer({ resource: 'https://orders.localhost', issuers: 'https://localhost:3000' });
const app = express();
// For pages of other origins that call this API themselves.
app.use(cors({ origin: 'http://localhost:4000' }));

app.get('/orders', api.requireScopes('orders_read'), (req, res) => {
  res.json({ for: getAuth(req).subject, orders: [{ number: 1, item: 'A book' }] });
});

app.listen(4001, 'localhost', () => console.log('ready at http://localhost:4001/orders'));
