// Between pages of trials: after the practice, and whenever a page is done. Nobody counts the seconds.
import { el, show } from '../dom.js';
import { text } from '../texts.js';
import { actions, ask, p, page, press } from './page.js';

/** Resolves to 'go' or 'leave'. */
export const afterPractice = () => ask(button => page(text('practice.title'),
  p(text('practice.lead'), 'lead'),
  actions(button(text('practice.start'), 'go', '', { 'data-go': true }), button(text('leave'), 'leave', 'plain'))));

export const rest = ({ answered, total }) => ask(button => page(text('rest.title'),
  p(text('rest.lead', { answered, total }), 'lead'),
  el('progress', { class: 'bar', max: total, value: answered, 'aria-label': text('counter', { n: answered, total }) }),
  actions(button(text('continue'), 'go', '', { 'data-go': true }), button(text('leave'), 'leave', 'plain'))));

/** Nothing to judge now: looks again by itself after `seconds`, or when asked. */
export function nothingNow(seconds) {
  return new Promise(resolve => {
    const end = value => { clearTimeout(timer); resolve(value); };
    const timer = setTimeout(end, 1000 * Math.max(5, seconds ?? 30), 'go');
    show(page(text('nothing.title'), p(text('nothing.lead'), 'lead'),
      actions(press(text('nothing.again'), () => end('go'), 'quiet'), press(text('leave'), () => end('leave'), 'plain'))));
  });
}
