// The strip at the bottom: nothing while answers are saved, a word after a second, the whole truth after five.
import { text } from './texts.js';

export const data = {
  savingAfterMs: { type: 'number', unit: 'ms', default: 1000, doc: 'Age of the oldest unsaved answer at which "Saving…" appears.' },
  offlineAfterMs: { type: 'number', unit: 'ms', default: 5000, doc: 'Age at which the participant is told that the answers are kept.' },
};

export function watchConnection(outbox) {
  const note = document.getElementById('note');
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    const age = outbox.age;
    const words = age >= data.offlineAfterMs.default ? text('offline') : age >= data.savingAfterMs.default ? text('saving') : '';
    if (note.textContent !== words) note.textContent = words;
    note.hidden = !words;
    if (outbox.size) timer = setTimeout(look, 250);
  };
  outbox.addEventListener('change', look);
  look();
}
