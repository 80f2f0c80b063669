// Between pages of trials: after the practice, and whenever a page is done. Nobody counts the seconds.
import { askLeave } from '../dialogs.js';
import { el, show } from '../dom.js';
import { text } from '../texts.js';
import { actions, ask, p, page, press } from './page.js';

/** Resolves to 'go' or 'leave'. `again` says that there is one more round of practice. */
export const afterPractice = again => ask(button => page(text(again ? 'practice.again.title' : 'practice.title'),
  p(text(again ? 'practice.again.lead' : 'practice.lead'), 'lead'),
  actions(button(text('practice.start'), 'go', '', { 'data-go': true }), button(text('leave'), 'leave', 'plain'))));

export const rest = ({ answered, total }) => ask(button => page(text('rest.title'),
  p(text('rest.lead', { answered, total }), 'lead'),
  el('progress', { class: 'bar', max: total, value: answered, 'aria-label': text('counter', { n: answered, total }) }),
  actions(button(text('continue'), 'go', '', { 'data-go': true }), button(text('leave'), 'leave', 'plain'))));

/** Nothing to judge now: asks again every so often, or when told to, with the screen left as it is. Resolves to the answer that says something else, or to 'leave'. */
export function nothingNow(first, ask) {
  return new Promise((resolve, failed) => {
    let timer = 0;
    const arm = reply => { timer = setTimeout(look, 1000 * Math.max(5, reply.retryAfterSeconds ?? 30)); };
    const look = async () => {
      clearTimeout(timer);
      try {
        const reply = await ask();
        if (reply.page || reply.reason !== 'nothing-now') resolve(reply);
        else arm(reply);
      } catch (error) {
        failed(error);
      }
    };
    const leave = async () => {
      if (!await askLeave()) return;
      clearTimeout(timer);
      resolve('leave');
    };
    show(page(text('nothing.title'), p(text('nothing.lead'), 'lead'),
      actions(press(text('nothing.again'), look, 'quiet'), press(text('leave'), leave, 'plain'))));
    arm(first);
  });
}
