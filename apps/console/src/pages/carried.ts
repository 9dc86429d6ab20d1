/** The values of one form as hidden fields of the next step. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Form } from '../form-values.ts';

/** All but the frame's own. */
export const carried = ({ entries }: Pick<Form, 'entries'>): readonly SafeHtml[] =>
  entries.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
