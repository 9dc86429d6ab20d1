/** What the service itself refuses before anything of ours sees it. */
import { allowOwnScript } from '@gatehouse/html';
import type { ServiceOptions } from '@gatehouse/http';
import { raw } from '@gatehouse/http/html';
import { errorHtml, type ThemeOf } from './pages.ts';
import { isForMachines } from './routes.ts';

/** A page; machines get JSON. */
export const errorPages =
  (theme: ThemeOf): NonNullable<ServiceOptions['renderError']> =>
  ({ code, status, message }, request, response) => {
    if (isForMachines((request.url ?? '').split('?', 1)[0] as string)) return undefined;
    allowOwnScript(response);
    return raw(errorHtml(request, { status, error: code, description: message }, theme()));
  };
