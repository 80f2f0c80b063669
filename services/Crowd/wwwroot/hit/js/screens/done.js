// The end: shown only when the server has acknowledged every answer.
import { announce, el, show } from '../dom.js';
import { money } from '../money.js';
import { text } from '../texts.js';
import { actions, p, page, press } from './page.js';

/** The completion code, to read and to copy. */
export function codeBox(code) {
  const copy = press(text('done.copy'), async () => {
    try {
      await navigator.clipboard.writeText(code);
      copy.textContent = text('done.copied');
      announce(text('done.copied'));
    } catch {
      getSelection().selectAllChildren(output);  // no clipboard here: the code stands selected
    }
  }, 'quiet');
  const output = el('output', { dir: 'ltr', 'data-code': true }, code);
  return el('div', { class: 'code' }, el('div', {}, p(text('done.code'), 'small soft'), output), copy);
}

function commentBox(send) {
  const field = el('textarea', { name: 'comment', maxlength: 2000 });
  const box = el('form', {}, el('label', {}, text('done.comment'), field),
    actions(el('button', { class: 'button quiet', type: 'submit' }, text('done.send'))));
  box.addEventListener('submit', async event => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    const button = box.querySelector('button');
    button.disabled = true;
    const sent = await send(field.value.trim()).then(() => true, () => false);
    announce(text(sent ? 'done.sent' : 'done.unsent'));
    if (sent) return box.replaceChildren(p(text('done.sent')));
    button.disabled = false;
    button.before(p(text('done.unsent')));
  });
  return box;
}

/** `left` says that the participant stopped early; `sendComment` is missing where no comment is taken. */
export function done({ code, payMinor }, campaign, { left = false, sendComment } = {}) {
  const pay = payMinor === undefined ? money(campaign.payMinor, campaign.currency, campaign.locale) : money(payMinor, campaign.currency, campaign.locale);
  show(page(text('done.title'),
    p(text(left ? 'done.left.lead' : 'done.lead', { pay }), 'lead'),
    code ? codeBox(code) : null,
    code ? p(text('done.where'), 'soft') : null,
    sendComment ? commentBox(sendComment) : null));
}
