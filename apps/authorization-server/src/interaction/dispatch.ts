/** Decides, alone, which page a person sees next; steps return here and never call each other. */
import { signInPage } from '../pages/sign-in.ts';
import { showConsent } from './consent.ts';
import { type InteractionParts, identityOf, type Refused, type Step } from './step.ts';

/** The page for the prompt that the engine waits for. Throws TypeError for a prompt that has no page. */
export async function pageFor(parts: InteractionParts, step: Step, refused?: Refused): Promise<string> {
  const { details, text, csrf } = step;
  const at = (action: string) => `/interaction/${details.uid}/${action}`;
  const cancelAction = at('abort');
  switch (details.prompt.name) {
    case 'login':
      return signInPage({
        action: at('login'),
        cancelAction,
        csrf,
        client: identityOf(step.client),
        login: refused?.login ?? (details.params['login_hint'] as string | undefined),
        error: refused?.error,
        again: details.session?.accountId !== undefined,
        text,
      });
    case 'consent':
      return showConsent(parts, step, { action: at('consent'), cancelAction });
    default:
      throw new TypeError(`there is no page for the prompt ${details.prompt.name}`);
  }
}
