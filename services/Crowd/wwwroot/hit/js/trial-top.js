// The line above a trial: how far, and the two ways out.
import { el } from './dom.js';
import { text } from './texts.js';

/** `place` is {n, total, practice}. */
export function trialTop(place, { onproblem, onleave }) {
  const link = (name, onclick) => el('button', { class: 'plain', type: 'button', onclick, 'aria-label': text(name) },
    el('span', { class: 'full', 'aria-hidden': true }, text(name)), el('span', { class: 'brief', 'aria-hidden': true }, text(`${name}.brief`)));
  const words = text(place.practice ? 'counter.practice' : 'counter', place);
  return el('header', { class: 'top' },
    el('span', {}, words),
    el('progress', { class: 'progress', max: place.total, value: place.n - 1, 'aria-label': words }),
    el('span', { class: 'end' }, link('problem', onproblem), link('leave', onleave)));
}
