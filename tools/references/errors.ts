/** `docs/errors.md`: every stable code that users, clients and operators may meet. */

import { REFUSALS, type RefusalDefinition } from '@gatehouse/oauth-guard';
import { formErrors, errors as pages } from '../../apps/authorization-server/src/texts/en/errors.ts';
import { errors as consoleErrors } from '../../apps/console/src/pages/problem.ts';
import { frame as consoleTexts } from '../../apps/console/src/texts/en/frame.ts';
import { errors as webAppErrors } from '../../apps/web-app/src/pages/error.ts';
import { document, table } from './document.ts';
import { type ErrorTable, everywhere, exits, gateway, resourceServer } from './error-codes.ts';
import { oauth } from './oauth-errors.ts';

const code = (name: string | number): string => `\`${name}\``;
const quoted = (text: string): string => `“${text.replaceAll('\n', ' ')}”`;
const section = (title: string, text: string, ...tables: readonly string[]): string =>
  [`## ${title}`, text, ...tables].filter((part) => part !== '').join('\n\n');

const ofTable = (entries: ErrorTable): string =>
  table(
    ['code', 'status', 'means', 'what to do'],
    Object.entries(entries).map(([name, [status, means, todo]]) => [code(name), status, means, todo]),
  );

export function errorsReference(): string {
  const introduction = [
    'Codes are stable: clients may depend on them, sentences may change. JSON answers have the code in `error` (the APIs behind oauth-guard in `code`) and a',
    'sentence in `error_description`; pages have it in `<main id="error" data-error="…">`, and forms in `data-error` of the message. Every answer has an',
    '`X-Request-Id`, by which the operator finds it in the log.',
  ].join('\n');
  return document('Errors', introduction, [
    section(
      'OAuth and OpenID Connect',
      'Of the endpoints of the authorization server that clients call, by redirect or as JSON.',
      ofTable(oauth),
    ),
    section(
      'Error pages of the authorization server',
      'What users see. Other codes are shown with the words of `invalid_request` or `server_error`.',
      table(
        ['code', 'title', 'what to do'],
        Object.entries(pages).map(([name, { title, hint }]) => [code(name), quoted(title), quoted(hint)]),
      ),
    ),
    section(
      'Forms',
      'Shown above the form, which can be sent again.',
      table(
        ['code', 'says'],
        Object.entries(formErrors).map(([name, text]) => [code(name), quoted(text)]),
      ),
    ),
    section('Every service', 'Before the routes of a service are asked.', ofTable(everywhere)),
    section(
      'APIs behind oauth-guard',
      'Of the resource server and of every API that uses [oauth-guard](../packages/oauth-guard/README.md); what to do is under [troubleshooting](../packages/oauth-guard/docs/troubleshooting.md). The gateway answers the same codes for access tokens.',
      table(
        ['code', 'status', '`error`', 'says'],
        Object.entries<RefusalDefinition>(REFUSALS).map(([name, { status, error, description }]) => [
          code(name),
          String(status),
          error === undefined ? '' : code(error),
          description,
        ]),
      ),
    ),
    section('Gateway', '', ofTable(gateway)),
    section('Resource server', 'Beside those of oauth-guard.', ofTable(resourceServer)),
    section(
      'Web app',
      'Pages.',
      table(
        ['code', 'status', 'title', 'says'],
        Object.entries(webAppErrors).map(([name, { status, title, message }]) => [
          code(name),
          String(status),
          quoted(title),
          quoted(message),
        ]),
      ),
    ),
    section(
      'Console',
      'Pages. What the admin API refuses is shown with its own sentence.',
      table(
        ['code', 'status', 'title', 'says'],
        Object.entries(consoleTexts.errors).map(([name, { title, text }]) => [
          code(name),
          String(consoleErrors[name as keyof typeof consoleErrors].status),
          quoted(title),
          quoted(text),
        ]),
      ),
    ),
    section(
      'Exit codes',
      '',
      table(
        ['exit', 'means', 'what to do'],
        Object.entries(exits).map(([exit, [means, todo]]) => [code(exit), means, todo]),
      ),
    ),
  ]);
}
