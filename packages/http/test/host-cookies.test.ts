import { describe, expect, it } from '@jest/globals';
import { withoutForgedCookies } from '../src/host-cookies.ts';
import { send, startService } from './running-service.ts';

const cases: [string, string, string][] = [
  ['no cookie of this host', 'theme=dark; theme=light', 'theme=dark; theme=light'],
  ['one of this host', 'a=1; __Host-id=x=y; b=2', '__Host-id=x=y; a=1; b=2'],
  ['the same twice', '__Host-id=x; __Host-id=x', '__Host-id=x'],
  ['two of one name', '__Host-id=mine; a=1; __Host-id=planted', 'a=1'],
  ['three of one name', '__Host-id=x; __Host-id=y; __Host-id=x', ''],
  ['other cases', '__host-id=x; __HOST-ID=y; __HoSt-id=z; a=1', 'a=1'],
  ['white space that trim() takes away', '\u00a0__Host-id=x; __Host-id\u00a0=y; \u000b__Host-id=z; a=1', 'a=1'],
  ['control characters and bytes beyond ASCII', '\u0085__Host-id=x; \u00e2\u0080\u0080__Host-id=y', ''],
  ['white space that HTTP allows', ' \t__Host-id\t= x ;a=1', '__Host-id=x; a=1'],
  ['quotation marks', '"__Host-id"=x', ''],
  ['a name without a value', '__Host-id; a=1', 'a=1'],
  ['the word elsewhere', 'x__Host-id=1; y=__Host-id', 'x__Host-id=1; y=__Host-id'],
];

describe('D2: cookies that only this host can set', () => {
  it.each(cases)('%s', (_name, header, left) => {
    expect(withoutForgedCookies(header)).toBe(left);
  });

  it('are all that a program sees of them, in a raw handler and in Express', async () => {
    const server = await startService({
      mount(app, addRawHandler) {
        addRawHandler((request, response) => request.url === '/raw' && Boolean(response.end(request.headers.cookie)));
        app.get('/express', (request, response) => void response.end(request.headers.cookie));
      },
    });
    const headers = { cookie: '__Host-id=mine; a=1; __Host-id=planted' };
    for (const path of ['/raw', '/express']) expect((await send(server, path, { headers })).body).toBe('a=1');
  });
});
