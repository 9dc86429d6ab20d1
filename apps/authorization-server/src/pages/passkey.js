// Passkeys. It takes what the page asks for (data-options, the JSON of Web Authentication
// Level 3, sections 5.1.8 and 5.1.9), asks the browser, and sends the answer with the form. Without it the page offers
// another way.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const descriptors = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function optionsOf(form) {
  const asked = JSON.parse(form.dataset.options);
  const { challenge, user, allowCredentials, excludeCredentials } = asked;
  return {
    ...asked,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(allowCredentials && { allowCredentials: descriptors(allowCredentials) }),
    ...(excludeCredentials && { excludeCredentials: descriptors(excludeCredentials) }),
  };
}

function plain({ id, rawId, type, response }) {
  const members = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const parts = Object.fromEntries(
    members.filter((name) => response[name]).map((name) => [name, text(response[name])]),
  );
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
}

async function start(form) {
  const status = document.getElementById('passkey-status');
  let waiting = new AbortController();

  async function ask(mediation) {
    waiting.abort();
    waiting = new AbortController();
    const request = { publicKey: optionsOf(form), signal: waiting.signal, ...(mediation && { mediation }) };
    const { credentials } = navigator;
    const made = await (form.dataset.passkey === 'create' ? credentials.create(request) : credentials.get(request));
    form.querySelector('input[name=passkey]').value = plain(made);
    // The button called submit hides the form's own method.
    HTMLFormElement.prototype.submit.call(form);
  }

  form.hidden = false;
  for (const control of form.elements) control.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    status.textContent = '';
    try {
      await ask();
    } catch (error) {
      status.textContent = error.name === 'InvalidStateError' ? status.dataset.present : status.dataset.failed;
    }
  });

  // The browser offers passkeys where the login is typed. Whoever types a password instead is in nobody's way.
  if (!('conditional' in form.dataset)) return;
  try {
    if (await PublicKeyCredential.isConditionalMediationAvailable?.()) await ask('conditional');
  } catch {
    // Another way was taken.
  }
}

const found = document.querySelector('form[data-passkey]');
if (found && globalThis.PublicKeyCredential) await start(found);
