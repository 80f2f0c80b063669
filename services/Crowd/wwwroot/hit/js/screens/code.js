// The completion code, to read and to copy.
import { announce, el } from '../dom.js';
import { text } from '../texts.js';
import { p, press } from './page.js';

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
