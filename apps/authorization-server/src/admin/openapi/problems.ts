/** The page that `type` of a problem leads to: what each kind means, and what to do. */
import { html } from '@gatehouse/http/html';
import { type ProblemCode, problems } from '../problem.ts';
import { page, withCode } from './page.ts';

const advice: Readonly<Record<ProblemCode, string>> = {
  invalid_request:
    '`errors` says where: a JSON pointer into the body, or the name of a parameter. Mend it and send it again.',
  invalid_cursor: 'A cursor belongs to one list with its filters, and to one server. Begin at the first page.',
  invalid_idempotency_key: 'Send 1 to 255 characters of ASCII without blanks, a new key for each request.',
  reason_required: 'Say why in the header `X-Reason`; it is recorded with what is done.',
  unauthenticated:
    'Send an access token for this API with a proof of its key. `WWW-Authenticate` says what is wrong with the one that was sent.',
  insufficient_user_authentication:
    'The user signs in again with two factors: an authorization request with the `acr_values` of `WWW-Authenticate`.',
  insufficient_scope: 'The answer names the scope that is missing. A role, or the declaration of the client, gives it.',
  forbidden_object:
    'The scope would do, and the object is out of reach: it can do more than the caller, or is the caller. `detail` says which.',
  not_found: 'Nothing is there. `code` says what was looked for, such as `unknown_client`.',
  method_not_allowed: '`Allow` names the methods of this address.',
  conflict: 'Something of that name is there, or something is still in use. `detail` names it.',
  precondition_failed:
    'Somebody changed the object since it was read. Read it again, decide anew, and send its new `ETag` as `If-Match`.',
  content_too_large: 'A body has 1 MB at most.',
  unsupported_media_type: 'Send JSON, with `Content-Type: application/json`.',
  misdirected_request: 'Call the API by the origin that it is known by; a proxy in front passes Host as it came.',
  refused:
    'The request is well formed, and what it asks for is not allowed. `code` says which rule, `detail` what to do.',
  idempotency_key_reused: 'The key was sent with another request within 24 hours. Make a new one.',
  precondition_required: 'Read the object first, and send its `ETag` as `If-Match`.',
  too_many_requests: 'Wait as long as `Retry-After` says.',
  server_error: 'Nothing was changed. The log has the cause under the `correlation_id`.',
  unavailable: 'Nothing was changed. Send it again after `Retry-After`.',
};

/** The anchor of a code, as `type` of a problem names it. */
const anchorOf = (code: ProblemCode): string => code.replaceAll('_', '-');

export function problemsPage(): string {
  const entries = (Object.keys(problems) as ProblemCode[]).map((code) => {
    const [status, title] = problems[code];
    return html`<article id="${anchorOf(code)}"><h2><span class="status">${status}</span> ${title}</h2>
<p>${withCode(advice[code])}</p><p class="soft"><code>${code}</code></p></article>`;
  });
  return page({
    title: 'Problems of the admin API',
    path: '/problems',
    main: html`<main><div class="intro"><h1>Problems</h1>
<p>Refusals are problem details (RFC 9457). <code>type</code> leads to an entry of this page. <code>code</code> is the same in short, or names the rule of the operation that
refused. <code>correlation_id</code> is in <code>X-Request-Id</code>, the log and the audit records.</p></div>
${entries}</main>`,
  });
}
