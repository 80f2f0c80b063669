// What the text screens share: one column, a title, and at most one filled button that resolves the screen.
import { el, show } from '../dom.js';

export const p = (words, kind) => el('p', { class: kind }, words);
export const page = (title, ...children) => el('article', { class: 'page' }, el('h1', {}, title), ...children);
export const actions = (...children) => el('div', { class: 'actions' }, ...children);
export const list = sentences => el('ul', {}, ...sentences.map(sentence => el('li', {}, sentence)));

export const press = (words, onclick, kind = '', more = {}) =>
  el('button', { class: kind === 'plain' ? 'plain' : `button ${kind}`.trim(), type: 'button', onclick, ...more }, words);

/** Shows a screen and resolves with the value of the button that was pressed. `build` gets `button(words, value, kind)`. */
export function ask(build) {
  return new Promise(resolve => show(build((words, value, kind, more) => press(words, () => resolve(value), kind, more))));
}
