/** GET and POST /clients/new/:kind: the few questions that a kind needs, a preview, and the client that is made. */
import { randomBytes } from 'node:crypto';
import { type AdminProblem, answerOf, type components } from '@gatehouse/admin-client';
import { kinds } from '@gatehouse/admin-client/snippets';
import { fillPlain, inLanguage } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { checkBox, checkBoxes, type Faults, input, noFaults, postForm, textArea } from '../../pages/form-controls.ts';
import { type NewClientTexts, newClient as texts } from '../../texts/new-client.ts';
import type { Answer, ConsolePage, Crumb, Visit } from '../../visit.ts';
import { apiField, faultsIn, wantedOf } from './answers.ts';
import { type GuidedKind, isGuided, kindPath, kindsPage } from './kinds.ts';
import { madeBody } from './made.ts';

type Api = components['schemas']['Resource'];

export const questionsPage: ConsolePage = {
  path: '/clients/new/:kind',
  scope: 'clients:write',
  async show(visit) {
    const kind = askedKind(visit);
    if (kind === undefined) return { goTo: kindsPage.path };
    const words = texts(visit.language);
    const body = await questions(visit, kind, { faults: noFaults });
    return { title: words.kinds[kind].title, crumbs: crumbsOf(words), body };
  },
  async change(visit): Promise<Answer> {
    const kind = askedKind(visit);
    if (kind === undefined) return { goTo: kindsPage.path };
    const words = texts(visit.language);
    const wanted = wantedOf(kind, visit.form);
    const faults = faultsIn(wanted, words);
    const { title } = words.kinds[kind];
    const again = (found: Faults, problem?: AdminProblem) => questions(visit, kind, { faults: found, problem });
    if (faults.size > 0) return { title, crumbs: crumbsOf(words), status: 400, body: await again(faults) };
    return change(visit, {
      title,
      crumbs: crumbsOf(words),
      send: (header: WriteHeaders) => visit.api.POST('/clients', { params: { header }, body: wanted }),
      about: html`<p class="soft step">${fillPlain(words.step, { step: '3' })}</p><p class="intro">${words.gets[kind]}</p>`,
      // The dry run makes a secret of its own; the others are the same for every client that is made here.
      hidden: ['secrets', 'updated_at', 'application_type', 'id_token_claims', 'sender_constrained'],
      confirm: words.make,
      cancel: kindPath(kind),
      form: (found, problem) => again(placed(found, problem), problem),
      done: (made) => ({
        title: fillPlain(words.made, { client: made.client.client_id }),
        body: madeBody(visit, made),
      }),
    });
  },
};

/** The kind that is asked about, if the user may make a client of it. */
const askedKind = (visit: Visit): GuidedKind | undefined => {
  const kind = visit.params['kind'];
  return isGuided(kind) && (visit.may('clients:secrets') || !kinds[kind].hasSecret) ? kind : undefined;
};

const crumbsOf = ({ title }: NewClientTexts): Crumb[] => [{ label: title, path: kindsPage.path }];

/** What the server refuses as a whole, at the control that it is about. */
function placed(faults: Faults, { code, detail }: AdminProblem): Faults {
  if (faults.size > 0) return faults;
  if (code === 'client_exists') return new Map([['/client_id', detail]]);
  return /redirect_uri/u.test(code + detail) ? new Map([['/redirect_uris', detail]]) : faults;
}

interface Asked {
  readonly faults: Faults;
  readonly problem?: AdminProblem | undefined;
}

async function questions(visit: Visit, kind: GuidedKind, { faults, problem }: Asked): Promise<SafeHtml> {
  const words = texts(visit.language);
  const { form, text } = visit;
  const isFresh = form.entries.length === 0;
  const spare = isFresh ? `app-${randomBytes(4).toString('hex')}` : form.text('spare');
  const controls = html`<input type="hidden" name="spare" value="${spare}">
${input({ name: 'name', label: words.name, hint: kind === 'machine' ? undefined : words.nameHint, value: form.text('name'), faults, required: true })}
${input({ name: 'client_id', label: `${words.id} (${text.form.optional})`, hint: words.idHint, value: form.text('client_id'), faults })}
${redirectUris(visit, kind, faults)}
${await apis(visit, faults)}
${kind === 'machine' ? '' : checkBox({ name: 'first_party', label: words.firstParty, checked: form.has('first_party') })}`;
  const isElsewhere = problem !== undefined && faults.size === 0;
  return html`<p class="soft step">${fillPlain(words.step, { step: '2' })}</p>
<p class="intro">${words.gets[kind]}</p>
${postForm(visit, controls, {
  faults,
  problem: isElsewhere ? problem.detail : undefined,
  submit: words.next,
  cancel: kindsPage.path,
})}`;
}

function redirectUris({ language, form, text }: Visit, kind: GuidedKind, faults: Faults): SafeHtml {
  const words = texts(language);
  const { redirectUri } = kinds[kind];
  if (redirectUri === undefined) return html``;
  const { required, example } = redirectUri;
  const fresh = required ? example : '';
  return textArea({
    name: 'redirect_uris',
    label: required ? words.redirectUris : `${words.redirectUris} (${text.form.optional})`,
    hint: required ? words.redirectHint : fillPlain(words.nativeRedirectHint, { example }),
    value: form.has('redirect_uris') ? form.lines('redirect_uris').join('\n') : fresh,
    rows: 2,
    faults,
    required,
  });
}

/** So many APIs fit on the page. */
const mostApis = 20;

async function apis(visit: Visit, faults: Faults): Promise<SafeHtml> {
  if (!visit.may('resources:read')) return html``;
  const words = texts(visit.language);
  const query = { limit: mostApis };
  const { items, next } = answerOf(await visit.api.GET('/resources', { params: { query } }));
  // What calls the admin API is a service account, or an application of those who run the server.
  const offered = items.filter(({ indicator }) => indicator !== visit.adminApi);
  const fault = faults.get('/scopes');
  return html`<fieldset class="field apis"><legend>${words.apis}</legend>
<p class="hint">${offered.length === 0 ? words.noApis : words.apisHint}</p>
${fault === undefined ? '' : html`<p class="fault" id="scopes-fault">${fault}</p>`}
${offered.map((api) => scopesOf(visit, api))}
${next === undefined ? '' : html`<p class="hint">${words.moreApis}</p>`}
${offered.length === 0 ? html`<p><a href="/resources">${words.declareApi}</a></p>` : ''}
</fieldset>`;
}

const scopesOf = ({ language, form }: Visit, { indicator, name, scopes }: Api): SafeHtml =>
  checkBoxes({
    name: apiField(indicator),
    label: `${inLanguage(name, language)} (${indicator})`,
    options: Object.entries(scopes).map(([scope, sentence]) => [scope, `${scope}: ${inLanguage(sentence, language)}`]),
    chosen: form.all(apiField(indicator)),
  });
