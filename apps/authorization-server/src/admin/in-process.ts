/** The admin API without a network: a `fetch` for its typed client that leads straight to the operations. */
import type { AdminApi } from './admin.ts';
import type { AdminCaller } from './operation.ts';

/** Where the client believes the API to be. Nothing is ever sent there. */
export const inProcessBase = 'https://localhost/admin/v1';

/** Calls the API as this caller. Rejects as `handle` does. */
export const inProcessFetch =
  (api: AdminApi, caller: AdminCaller) =>
  async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const { status, headers, body } = await api.handle({
      method: request.method,
      path: pathname.slice(new URL(inProcessBase).pathname.length),
      query: searchParams,
      header: (name) => request.headers.get(name) ?? undefined,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      caller,
    });
    const content = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(content, { status, headers });
  };
