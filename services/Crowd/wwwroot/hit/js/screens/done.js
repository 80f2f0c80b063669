// The end: shown only when the server has acknowledged every answer.
import { announce, el, show } from '../dom.js';
import { handIn } from './hand-in.js';
import { money } from '../money.js';
import { text } from '../texts.js';
import { actions, p, page, press } from './page.js';

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

/**
 * `left` says that the participant stopped early; `sendComment` is missing where no comment is taken, `again` where there is no
 * further round.
 */
export function done({ code, payMinor, completion }, campaign, { left = false, sendComment, again } = {}) {
  const pay = money(payMinor ?? campaign.payMinor, campaign.currency, campaign.locale);
  show(page(text('done.title'),
    p(text(left ? 'done.left.lead' : 'done.lead', { pay }), 'lead'),
    ...handIn(completion, code),
    again ? el('div', { class: 'another' }, p(text('done.again.lead')), actions(press(text('done.again'), again, 'quiet'))) : null,
    sendComment ? commentBox(sendComment) : null));
}
