/** GET and POST /users/:user_id/api-keys/new: an API key for a user, shown once. */
import { change } from '../../change.ts';
import { shownOnce } from '../../pages/shown-once.ts';
import { when } from '../../pages/when.ts';
import { services as texts } from '../../texts/services.ts';
import { userForms } from '../../texts/user-forms.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { ConsolePage } from '../../visit.ts';
import { credentialForm, credentialOf } from '../services/credential-form.ts';
import { crumbsOf, listPath, pathOf, readUser } from './user.ts';

export const newApiKeyPage: ConsolePage = {
  path: `${listPath}/:user_id/api-keys/new`,
  scope: 'users:credentials',
  async show(visit) {
    const { user } = await readUser(visit);
    const body = await credentialForm(visit, { cancel: pathOf(user.id) });
    return { title: texts(visit.language).addKey, crumbs: crumbsOf(user), body };
  },
  async change(visit) {
    const words = texts(visit.language);
    const { user } = await readUser(visit);
    const cancel = pathOf(user.id);
    return change(visit, {
      title: words.addKey,
      crumbs: crumbsOf(user),
      send: (header) =>
        visit.api.POST('/users/{user_id}/api-keys', {
          params: { path: { user_id: user.id }, header },
          body: credentialOf(visit),
        }),
      // Nothing is overwritten or ended.
      preview: false,
      cancel,
      form: (faults, { detail }) => credentialForm(visit, { cancel, faults, problem: detail }),
      done: ({ api_key: secret, expires_at: expires }) => ({
        title: words.keyTitle,
        crumbs: crumbsOf(user),
        body: shownOnce({
          about: words.keyAbout,
          label: words.apiKey,
          secret,
          known: [[userTexts(visit.language).expires, when(visit, expires)]],
          on: { label: userForms(visit.language).toUser, path: cancel },
        }),
      }),
    });
  },
};
