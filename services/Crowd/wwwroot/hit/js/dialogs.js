// The two questions a trial can be interrupted with: a problem with a picture, and stopping.
import { el } from './dom.js';
import { text } from './texts.js';

function open(title, content, words, destructive) {
  return new Promise(resolve => {
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' });
    const close = value => { dialog.remove(); resolve(value); };
    const form = el('form', {}, el('h2', { id: 'dialog-title' }, title), ...content,
      el('div', { class: 'actions' }, el('button', { class: 'button', type: 'submit' }, words),
        el('button', { class: 'button quiet', type: 'button', onclick: () => close(null) }, destructive)));
    form.addEventListener('submit', event => { event.preventDefault(); close(new FormData(form)); });
    dialog.addEventListener('cancel', () => close(null));
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** What is wrong with a picture: {kind, text}, or null when the participant goes back. */
export async function askProblem() {
  const option = (kind, checked) => el('label', { class: 'option' },
    el('input', { type: 'radio', name: 'kind', value: kind, checked }), text(`problem.${kind}`));
  const answer = await open(text('problem.title'), [
    el('div', { role: 'radiogroup', 'aria-labelledby': 'dialog-title' }, option('broken', true), option('offensive'), option('other')),
    el('label', {}, text('problem.text'), el('textarea', { name: 'text', maxlength: 500 })),
    el('p', { class: 'small soft' }, text('problem.note')),
  ], text('problem.skip'), text('problem.back'));
  return answer && { kind: answer.get('kind'), text: answer.get('text').trim() || undefined };
}

/** True when the participant wants to stop. */
export const askLeave = async () =>
  await open(text('leave.title'), [el('p', {}, text('leave.text'))], text('leave.yes'), text('leave.no')) !== null;
