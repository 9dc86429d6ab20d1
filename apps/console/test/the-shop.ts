/** A web application in development, and the API that it calls, as the admin API answers them. */
import { aClient } from './a-client.ts';

export const theShop = aClient({
  client_id: 'web-app',
  redirect_uris: ['http://localhost:4000/callback'],
  post_logout_redirect_uris: ['http://localhost:4000/'],
  scope: 'openid profile email offline_access',
  scopes: { 'https://orders.example.com': ['orders_read'] },
});

export const anApi = {
  indicator: 'https://orders.example.com',
  name: { en: 'Orders', de: 'Bestellungen' },
  scopes: { orders_read: { en: 'See your orders', de: 'Ihre Bestellungen sehen' }, orders_write: 'Order' },
};
