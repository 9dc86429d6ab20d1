/** What each stable code means and what to do about it, where the program itself has no list of its own with sentences. */

/** Status, what it means, what to do. */
export type ErrorEntry = readonly [status: string, means: string, todo: string];

/** Codes of one program. */
export type ErrorTable = Readonly<Record<string, ErrorEntry>>;

/** What every program may answer, before its own routes are asked. */
export const everywhere: ErrorTable = {
  content_too_large: ['413', 'The body of the request is larger than is taken here.', 'Send less.'],
  csrf_failed: ['403', 'A form came from another site, or was open for too long.', 'Load the page again.'],
  invalid_request: [
    '400',
    'The request is malformed: its target, its Host, or a name or value that no parser agrees on.',
    'Send it in its canonical form.',
  ],
  method_not_allowed: [
    '405',
    'The path is right, the method is not; `Allow` names the right ones.',
    'Use one of them.',
  ],
  method_not_allowed_for_pages: [
    '403',
    'A page of another origin may not use this method here.',
    'Call it from your server.',
  ],
  misdirected_request: [
    '421',
    'Host or scheme is not that of this server.',
    'A proxy in front must pass Host on (nginx: `proxy_set_header Host $http_host`); see its address among the trusted proxies.',
  ],
  not_found: ['404', 'There is nothing here.', 'Compare the address.'],
  origin_not_allowed: [
    '403',
    'Pages of this origin may not call this (CORS).',
    'Add the origin to those that are allowed.',
  ],
  request_timeout: ['408', 'The request took too long to arrive.', 'Send it again.'],
  server_error: [
    '500',
    'Something failed here, and was logged with the id of the request.',
    'Tell the operator the `X-Request-Id`.',
  ],
  temporarily_unavailable: [
    '503',
    'Too many requests wait, or something that is needed is away.',
    'Wait `Retry-After`.',
  ],
  too_many_headers: [
    '431',
    'The request has too many headers.',
    'Send fewer; often cookies of other applications of the host.',
  ],
  unsupported_media_type: [
    '415',
    'The body has a type or encoding that is not taken here.',
    'Send what the endpoint names, uncompressed.',
  ],
};

export const gateway: ErrorTable = {
  access_denied: [
    '403',
    'The authorization server gives this caller no token for the service.',
    'Look at `token_exchange` of the gateway client, and at the scopes of the caller.',
  ],
  ambiguous_path: ['400, 403', 'The path can be read in more than one way.', 'Send it in its canonical form.'],
  content_too_large: [
    '413',
    'The body is larger than the route takes (`max_body_bytes`).',
    'Send less, or raise it for the route.',
  ],
  gateway_not_accepted: [
    '502',
    'The authorization server does not accept the gateway: its secret is wrong, or it may not exchange tokens.',
    'Compare GATEWAY_CLIENT_ID and GATEWAY_CLIENT_SECRET with the registry.',
  ],
  insufficient_scope: [
    '403',
    'The credential lacks a scope of the route; the challenge names it.',
    'Ask for a token with it.',
  ],
  invalid_request: ['400', 'The question for a ticket cannot be read.', 'Send the form that docs/gateway.md shows.'],
  invalid_ticket: ['401', 'The ticket was used, is too old, or its token has ended.', 'Ask for a new ticket.'],
  invalid_token: [
    '401',
    'The token, API key, service account or certificate is unknown, expired or revoked.',
    'Get a new one.',
  ],
  malformed_credentials: [
    '400',
    'The Authorization header, cookie or key cannot be read.',
    'Send one scheme and one value.',
  ],
  method_not_allowed: ['405', 'The route does not take this method.', 'Use one that `Allow` names.'],
  no_original_request: [
    '403',
    'Forward authentication: the proxy names no request, or two.',
    'Pass the headers that docs/gateway.md names.',
  ],
  no_route: ['403', 'Forward authentication: no route allows the request.', 'Add it to the route table.'],
  no_ticket_here: ['400', 'The route takes no tickets.', 'Allow them in the route table, or send the credential.'],
  not_found: ['404', 'No route has this path.', 'Compare the path with the route table.'],
  origin_not_allowed: [
    '403',
    'Pages of this origin may not call the route.',
    'Add it to `allowed_origins` of the route.',
  ],
  origin_required: ['403', 'A ticket is only for pages, and the request has no Origin.', 'Ask from the page.'],
  request_timeout: ['408', 'The body took too long to arrive.', 'Send it again.'],
  several_credentials: ['400', 'More than one credential was sent.', 'Send one.'],
  temporarily_unavailable: ['503', 'The authorization server cannot be asked at the moment.', 'Wait `Retry-After`.'],
  too_many_at_once: ['429', 'One caller has too many requests under way.', 'Send fewer at once.'],
  too_many_requests: [
    '429',
    'The rate limit, the daily quota, or too many refused credentials from one address.',
    'Wait `Retry-After`.',
  ],
  unauthorized: ['401', 'The route needs a credential of a kind that it takes.', 'See `WWW-Authenticate`.'],
  unexpected_body: [
    '400',
    'This method has no body here.',
    'Leave the body out, or allow it in the route (`body_of_get`).',
  ],
  unsupported_transfer_coding: ['501', 'The only transfer coding is chunked.', 'Send that, or Content-Length.'],
  upstream_failed: [
    '502',
    'The service behind the gateway cannot be reached.',
    'Look at the log of the gateway, and at the service.',
  ],
  upstream_resting: [
    '503',
    'The service failed again and again and is left alone for a moment (circuit breaker).',
    'Wait `Retry-After`.',
  ],
  upstream_timeout: [
    '504',
    'The service did not answer in time (`answer_timeout_ms`).',
    'Look at the service, or raise it for the route.',
  ],
  wrong_audience: [
    '401',
    'The access token was issued for another resource.',
    'Ask for one with the resource of the gateway or of the route.',
  ],
};

export const resourceServer: ErrorTable = {
  admin_role_required: ['403', 'Only users with the role of an administrator may do this.', 'Sign in as one.'],
  already_approved: ['409', 'The invoice is approved already.', 'Nothing.'],
  approving_department_required: [
    '403',
    'Users of this department may not approve invoices (API_APPROVAL_DEPARTMENT).',
    'Sign in as a user of that department.',
  ],
  department_required: [
    '403',
    'The access token names no department.',
    'Register the resource with the claim `department`.',
  ],
  invalid_body: [
    '400',
    'The body is not what the operation takes; the description says where.',
    'Compare with `/openapi.json`.',
  ],
  invalid_cursor: ['400', 'The cursor is not one that this API gave.', 'Begin again without it.'],
  invalid_limit: ['400', 'The limit is not a number in its range.', 'Send one in the range.'],
  not_found: [
    '404',
    'There is nothing here, or nothing that the caller may see.',
    'Compare the address and the caller.',
  ],
  person_required: ['403', 'Only a user may do this, not a client for itself.', 'Use a token of a user.'],
  rate_limited: ['429', 'The caller sent too many requests.', 'Wait `Retry-After`.'],
  storage_unavailable: ['503', 'The database cannot be reached at the moment.', 'Wait `Retry-After`.'],
};

/** Exit codes of all programs and commands. */
export const exits: Readonly<Record<number, readonly [means: string, todo: string]>> = {
  0: ['Done.', ''],
  1: ['Refused or failed; one line on standard error says what to do.', 'Do what it says.'],
  64: ['Wrong usage: an unknown command, option, or options that do not fit together.', 'See `--help` of the command.'],
  75: ['Something that is needed is away for now, such as the database.', 'Try again.'],
  78: [
    'Settings, registry file or keys are wrong; every fault is a line.',
    'Mend them; `config check` and `registry check` say the same.',
  ],
};
