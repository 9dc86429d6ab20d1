/** The least an Express program does: Express 5 with helmet answers a small JSON object. PORT says where it listens. */
import express from 'express';
import helmet from 'helmet';

const app = express();
app.use(helmet());
app.get('/', (_request, response) => {
  response.json({ hello: 'world' });
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
