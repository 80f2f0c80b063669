// A quick look at the screen the study runs on: goes on by itself when all is well, and stays with advice when it is not.
import { el, show } from '../dom.js';
import { measure } from '../device.js';
import { leastEdge, roomFor } from '../room.js';
import { text } from '../texts.js';
import { actions, p, page, press } from './page.js';

const slowDecodeMs = 250;  // a small drawing takes a few; a machine this slow will stall between trials

/** Resolves when the window is large enough and the measurements are sent. */
export async function checkDevice(api) {
  if (!roomFor(leastEdge)) await largeEnough();
  show(page(text('device.title'), p(text('device.lead'), 'lead')));
  const measured = await measure();
  await api.device(measured);
  if (measured.decodeMs > slowDecodeMs) await slow();
}

/** Waits for a larger window, or a turned phone; the page sees it by itself. */
function largeEnough() {
  return new Promise(resolve => {
    const look = () => {
      if (!roomFor(leastEdge)) return;
      removeEventListener('resize', look);
      resolve();
    };
    addEventListener('resize', look);
    show(page(text('device.small'), p(text('device.small.lead'), 'lead'),
      el('p', { class: 'soft' }, text('device.small.mend'))));
  });
}

const slow = () => new Promise(resolve => show(page(text('device.slow'), p(text('device.slow.lead'), 'lead'),
  actions(press(text('continue'), resolve, '', { 'data-go': true })))));
