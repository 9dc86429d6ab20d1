/** /settings/look/edit: another look of all pages. */
import type { AdminProblem, operations } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { checkBox, type Faults, input, noFaults, postForm, textArea } from '../../pages/form-controls.ts';
import { policies as texts } from '../../texts/policies.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { colourNames, type Look, linkNames, modes, readLook } from './look.ts';
import { pathOf } from './settings-tabs.ts';

type Body = operations['replaceBranding']['requestBody']['content']['application/json'];
type Fields = (name: string) => string;

/** What the fields hold. A logo that is there is not sent to the browser: it is kept unless another comes. */
function fieldsOf({ name, radius, colours, links }: Look): Fields {
  const values: Record<string, string | undefined> = { name, radius: radius?.toString() };
  for (const mode of modes) for (const one of colourNames) values[`${mode}_${one}`] = colours?.[mode]?.[one];
  for (const one of linkNames) values[`link_${one}`] = links?.[one];
  return (field) => values[field] ?? '';
}

/** The members that something was typed for; undefined for none. */
function typedOf(visit: Visit, names: readonly string[], prefix: string): Record<string, string> | undefined {
  const typed = names.map((name) => [name, visit.form.text(prefix + name).trim()] as const);
  const given = typed.filter(([, value]) => value !== '');
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function bodyOf(visit: Visit, now: Look): Body {
  const { form } = visit;
  const [name, radius] = [form.text('name').trim(), form.text('radius').trim()];
  const typed = form.text('logo').trim();
  const logo = form.has('logo_remove') ? undefined : typed === '' ? now.logo : typed;
  const [light, dark] = modes.map((mode) => typedOf(visit, colourNames, `${mode}_`));
  const links = typedOf(visit, linkNames, 'link_');
  return {
    ...(name !== '' && { name }),
    ...(logo !== undefined && { logo }),
    ...((light ?? dark) && { colours: { ...(light && { light }), ...(dark && { dark }) } }),
    // Not a number becomes one that the admin API refuses, with words for the field.
    ...(radius !== '' && { radius: Number.isInteger(Number(radius)) ? Number(radius) : -1 }),
    ...(links && { links }),
  };
}

function lookForm(visit: Visit, value: Fields, etag: string, faults: Faults, problem?: AdminProblem): SafeHtml {
  const words = texts(visit.language);
  const colours = modes.map(
    (mode) =>
      html`<h2>${words[mode]}</h2>${colourNames.map((name) =>
        input({
          name: `${mode}_${name}`,
          label: words[name],
          hint: name === 'accent' ? words.colourHint : undefined,
          value: value(`${mode}_${name}`),
          pointer: `/colours/${mode}/${name}`,
          faults,
        }),
      )}`,
  );
  const links = linkNames.map((name) =>
    input({
      name: `link_${name}`,
      label: words[name],
      type: 'url',
      value: value(`link_${name}`),
      pointer: `/links/${name}`,
      faults,
    }),
  );
  const controls = html`${input({ name: 'name', label: words.name, hint: words.nameHint, value: value('name'), faults })}
${textArea({ name: 'logo', label: words.logo, hint: words.logoHint, value: value('logo'), faults })}
${checkBox({ name: 'logo_remove', label: words.logoRemove, checked: value('logo_remove') !== '' })}
${input({ name: 'radius', label: words.radius, type: 'number', value: value('radius'), faults })}
${links}${colours}`;
  const cancel = pathOf('look');
  return postForm(visit, controls, { etag, cancel, faults, problem: faults.size > 0 ? undefined : problem?.detail });
}

/** A contrast that is too low is a fault of the whole palette: it stands at its first colour. */
const placed = (faults: Faults): Faults =>
  new Map([...faults].map(([at, words]) => [at.replace(/^(\/colours\/\w+)$/u, '$1/accent'), words]));

export const lookEditPage: ConsolePage = {
  path: `${pathOf('look')}/edit`,
  scope: 'config:apply',
  async show(visit) {
    const { look, etag } = await readLook(visit);
    const title = texts(visit.language).look;
    return { title, body: lookForm(visit, fieldsOf(look), etag, noFaults) };
  },
  async change(visit) {
    const words = texts(visit.language);
    const { look, etag } = await readLook(visit);
    const body = bodyOf(visit, look);
    const typed: Fields = (name) => visit.form.text(name);
    return change(visit, {
      title: words.look,
      send: (header: WriteHeaders) => visit.api.PUT('/policies/branding', { params: { header }, body }),
      reason: 'optional',
      cancel: pathOf('look'),
      form: (faults, problem) => lookForm(visit, typed, visit.form.text('etag'), placed(faults), problem),
      current: async () => ({ etag, differing: [{ label: words.look, yours: body, theirs: look }] }),
      done: () => ({ goTo: pathOf('look'), notice: visit.text.changed }),
    });
  },
};
