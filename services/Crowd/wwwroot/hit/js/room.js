// Is there room for three pictures? The style sheet lays them out; this only asks it how large they came.
import { el } from './dom.js';

/** The least edge of a picture at which it can be judged. Unit: css px. */
export const leastEdge = 150;

/** Whether pictures of that edge would have room in this window now: tries the trial's own layout, unseen. */
export function roomFor(edge) {
  const pick = el('div', { class: 'pick' });
  const probe = el('section', { class: 'trial probe', 'aria-hidden': true }, el('header', { class: 'top' }), el('div', { class: 'board' }, el('div', { class: 'pair' }, el('div', { class: 'side' }, pick))));
  document.body.append(probe);
  const width = pick.getBoundingClientRect().width;
  probe.remove();
  return width >= edge - 0.5;
}

/** Calls `oncramped` and `onroomy` as the window changes around a trial whose pictures may be so large; gives the function that ends it. */
export function watchRoom(natural, { oncramped, onroomy }) {
  const wanted = Math.min(leastEdge, natural);
  let cramped = false;
  const look = () => {
    if (roomFor(wanted) === !cramped) return;
    cramped = !cramped;
    (cramped ? oncramped : onroomy)();
  };
  addEventListener('resize', look);
  look();
  return () => removeEventListener('resize', look);
}
