// How it works: three short screens, one thing on each.
import { el } from '../dom.js';
import { text } from '../texts.js';
import { actions, ask, list, p, page } from './page.js';
import { example } from './example.js';

const touch = () => matchMedia('(hover: none)').matches;

const hands = () => touch() ? p(text('how.2.touch'), 'lead') : el('div', {},
  p(text('how.2'), 'lead'),
  el('dl', { class: 'hands' }, ...[['left', ['←', 'F', '1']], ['right', ['→', 'J', '2']]].map(([side, keys]) =>
    el('div', {}, el('dt', {}, text(side)), el('dd', {}, ...keys.map(key => el('kbd', {}, key)))))));

const screens = [
  () => [text('how.title'), p(text('how.1'), 'lead'), example()],
  () => [text('how.2.title'), hands(), list([text('how.2.once'), text('how.2.problem')])],
  () => [text('how.3.title'), p(text('how.3'), 'lead'), list([text('how.3.breaks'), text('how.3.practice')])],
];

/** Resolves after the last of them; one may go back and forth. */
export async function instructions() {
  for (let n = 0; n < screens.length;) {
    const final = n === screens.length - 1;
    n += await ask(button => {
      const [title, ...content] = screens[n]();
      return page(title, ...content,
        actions(button(text(final ? 'how.start' : 'how.next'), 1, '', { 'data-go': true }), n ? button(text('how.back'), -1, 'plain') : null,
          el('span', { class: 'small soft steps' }, text('how.step', { n: n + 1, total: screens.length }))));
    });
  }
}
