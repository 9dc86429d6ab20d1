/** How account pages answer: with a page, or by leading to one that says what was done. */
import { allowOwnScript, type FormError } from '@gatehouse/html';
import type { AccountFrame, DoneCode } from '../../pages/account/frame.ts';
import type { AccountRequest } from './account-request.ts';

/** What every page is made with. What was done comes by the address, as one of the codes that there are. */
export function frameOf({ menu, csrf, text, theme, http }: AccountRequest, error?: FormError): AccountFrame {
  const done = http.query['done'];
  const known = typeof done === 'string' && Object.hasOwn(text.account.done, done);
  return { menu, csrf, text, theme, error, done: known && !error ? (done as DoneCode) : undefined };
}

/** Sends a document. */
export const sendPage = ({ response }: AccountRequest, document: string, status = 200): void => {
  response.status(status).type('html').send(document);
};

/** Sends a document with controls that a script makes handy. */
export const sendPageWithControls = (request: AccountRequest, document: string, status?: number): void => {
  allowOwnScript(request.response);
  sendPage(request, document, status);
};

/** Somebody changed the same thing meanwhile; the form is shown again with this, 409. */
export const changedMeanwhile = ({ text }: AccountRequest): FormError => ({
  code: 'factor_changed',
  text: text.formErrors.factor_changed,
});

/** Leads to the page after a form was carried out, so that loading it again does nothing twice. */
export const leadTo = ({ response }: AccountRequest, path: string, done?: DoneCode): void => {
  response.redirect(303, done === undefined ? path : `${path}?done=${done}`);
};
