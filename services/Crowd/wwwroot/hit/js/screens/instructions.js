// How it works: three short parts and one example.
import { el } from '../dom.js';
import { text } from '../texts.js';
import { actions, ask, p, page } from './page.js';
import { example } from './example.js';

export function instructions() {
  const touch = matchMedia('(hover: none)').matches;
  return ask(button => page(text('how.title'),
    p(text('how.1')), example(),
    el('ul', {}, el('li', {}, text(touch ? 'how.2.touch' : 'how.2')), el('li', {}, text('how.3'))),
    actions(button(text('how.start'), true, '', { 'data-go': true }))));
}
