import { describe, expect, it } from '@jest/globals';
import { Router } from 'express';
import { deferredRoutes } from '../src/index.ts';
import { send, startService } from './running-service.ts';

const statusesOf = async (server: Parameters<typeof send>[0], paths: readonly string[]) =>
  Promise.all(paths.map(async (path) => (await send(server, path)).status));

/** Answers everything with 200 and the whole path. */
const everything = () => Router().use((request, response) => void response.send(request.originalUrl + request.path));

describe('routes that are loaded when they are asked for', () => {
  it('are loaded once, for all that wait, and by no other request', async () => {
    let loads = 0;
    const server = await startService({
      mount: (app) =>
        void app.use(
          deferredRoutes(['/pages'], () => {
            loads += 1;
            return Promise.resolve(everything());
          }),
        ),
    });
    expect(await statusesOf(server, ['/', '/other', '/pages-too', '/other/pages'])).toEqual([404, 404, 404, 404]);
    expect(loads).toBe(0);
    expect(await statusesOf(server, ['/pages', '/pages/', '/pages/one', '/Pages/two?three'])).toEqual([
      200, 200, 200, 200,
    ]);
    expect((await send(server, '/pages/four?five')).body).toBe('/pages/four?five/pages/four');
    expect(loads).toBe(1);
  });

  it('the root stands for itself alone', async () => {
    const server = await startService({
      mount: (app) => void app.use(deferredRoutes(['/', '/.own'], () => Promise.resolve(everything()))),
    });
    expect(await statusesOf(server, ['/', '/?query', '/.own', '/xown', '/else'])).toEqual([200, 200, 200, 404, 404]);
  });

  it('what they do not answer goes on, and what fails in them is answered as any error', async () => {
    const routes = Router().get('/pages/fails', () => Promise.reject(new Error('inside')));
    const server = await startService({
      mount(app) {
        app.use(deferredRoutes(['/pages'], () => Promise.resolve(routes)));
        app.get('/pages/later', (_request, response) => void response.send('later'));
      },
    });
    const paths = ['/pages/fails', '/pages/later', '/pages/none'];
    expect(await statusesOf(server, paths)).toEqual([500, 200, 404]);
    expect(await statusesOf(server, paths)).toEqual([500, 200, 404]);
  });

  it('a load that fails is the error of that request, and the next one tries again', async () => {
    const outcomes = [() => Promise.reject(new Error('not readable')), () => Promise.resolve(everything())];
    const server = await startService({
      mount: (app) => void app.use(deferredRoutes(['/pages'], () => outcomes.shift()!())),
    });
    expect((await send(server, '/pages')).status).toBe(500);
    expect(server.log()).toContain('not readable');
    expect((await send(server, '/pages')).status).toBe(200);
  });
});
