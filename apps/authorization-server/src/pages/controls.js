// What makes a page handier where scripts run; without it nothing is missing but comfort. Each control is hidden until then.
// A button shows the password that it belongs to, copies what is marked, or prints; a counter says how much is typed.

const all = (selector) => document.querySelectorAll(selector);

for (const button of all('button[data-shows]')) {
  const input = document.getElementById(button.dataset.shows);
  const show = (visible) => {
    input.type = visible ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(visible));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // What is sent was hidden again, so that no browser keeps it among the words that it offers.
  input.form.addEventListener('submit', () => show(false));
}

for (const counter of all('[data-counts]')) {
  const input = document.getElementById(counter.dataset.counts);
  const count = () => {
    const typed = [...input.value].length;
    counter.hidden = typed === 0 || typed >= Number(counter.dataset.least);
    counter.textContent = counter.dataset.text.replace('{typed}', String(typed));
  };
  input.addEventListener('input', count);
  count();
}

for (const button of all('button[data-copies]')) {
  button.hidden = navigator.clipboard === undefined;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copies);
    button.querySelector('[role=status]').textContent = button.dataset.done;
  });
}

for (const button of all('button[data-prints]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
