// Two alternatives, forced choice: which of two pictures is more similar to the reference?
import { announce, el, painted, show, wait } from './dom.js';
import { listen } from './answer-keys.js';
import { askLeave, askProblem } from './dialogs.js';
import { watchRoom } from './room.js';
import { text } from './texts.js';
import { trialTop } from './trial-top.js';

export const parameters = {
  images: { type: 'object', unit: null, doc: 'The three decoded pictures {reference, left, right}; the server drew the sides.' },
  question: { type: 'text', unit: null, doc: 'The same words in every trial of a campaign.' },
  acknowledgeMs: { type: 'number', unit: 'ms', default: 150, doc: 'How long the chosen picture keeps its ring.' },
  doubleClickMs: { type: 'number', unit: 'ms', default: 400, doc: 'The second click of a double click within this time of the last answer is no answer.' },
  leastEdge: { type: 'number', unit: 'css px', default: 176, doc: 'On dense screens a picture is not shown smaller than this, though its own pixels would be.' },
};

export const data = {
  choice: { type: 'side', unit: null, doc: "'left' or 'right', as shown." },
  responseMs: { type: 'number', unit: 'ms', doc: 'From the first frame with all three pictures to the key, tap or click.' },
  shownAt: { type: 'instant', unit: null, doc: "That first frame by the participant's clock (ISO 8601)." },
  hiddenCount: { type: 'number', unit: 'times', doc: 'How often the trial was out of sight (tab hidden, dialog open); each time the response time starts again.' },
  blurredCount: { type: 'number', unit: 'times', doc: 'How often another window took the keyboard since the last trial began.' },
  viewport: { type: 'array', unit: 'css px', doc: 'Width and height of the window at the answer.' },
  pixelRatio: { type: 'number', unit: 'device px per css px', doc: 'Screen density at the answer, with the zoom in it.' },
};

let lastAnswerAt = -Infinity;

/** The edge a picture may have: its own pixels, but not a stamp on a dense screen. */
const naturalEdge = image => Math.min(image.naturalWidth, Math.max(parameters.leastEdge.default, image.naturalWidth / devicePixelRatio));

/**
 * Runs one trial. Resolves to {answer} with the fields of `data`, {problem: {kind, text}} or {leave: true}.
 * `acknowledge(answer)` is called at the choice; what it resolves to stands on screen as feedback when it is one.
 */
export function run({ images, question, place, attention, acknowledge }) {
  return new Promise(resolve => {
    let onset = Infinity, hiddenCount = 0, closed = false, cramped = false;
    const blurredBefore = attention.blurredCount;
    const picks = { left: pick('left'), right: pick('right') };
    const heading = el('h1', { class: 'question' }, question);
    const board = el('div', { class: 'board' }, el('div', { class: 'reference' }, named('reference'), el('p', { class: 'caption', 'aria-hidden': true }, text('reference'))), heading,
      el('div', { class: 'pair' }, side('left', '←', 'F'), side('right', '→', 'J')));
    board.style.setProperty('--natural', `${naturalEdge(images.reference)}px`);

    const top = trialTop(place, { onproblem: () => interrupt(askProblem, problem => ({ problem })), onleave: () => interrupt(askLeave, leave => ({ leave })) });
    const unlisten = listen(choose);
    const unfollow = attention.follow(cover, uncover);

    show(el('section', { class: 'trial' }, top, board), { trial: true });
    announce(text(place.practice ? 'announce.practice' : 'announce', place));
    const unwatch = watchRoom(naturalEdge(images.reference), { oncramped: () => squeeze(true), onroomy: () => squeeze(false) });
    uncover();

    function named(name) {
      images[name].alt = text(`alt.${name}`);
      return images[name];
    }
    function pick(name) {
      return el('button', { class: 'pick', type: 'button', 'data-side': name, onclick: event => clicked(name, event) }, named(name));
    }
    function side(name, ...keys) {
      return el('div', { class: 'side' }, picks[name], el('p', { class: 'keys', 'aria-hidden': true }, ...keys.map(key => el('kbd', {}, key))));
    }
    function clicked(name, event) {
      if (event.detail > 1 && event.timeStamp - lastAnswerAt < parameters.doubleClickMs.default) return;
      choose(name, event.timeStamp);
    }
    function cover() {
      if (onset < Infinity) hiddenCount++;
      onset = Infinity;
      board.classList.add('covered');
    }
    async function uncover() {
      if (document.hidden || closed || cramped || document.querySelector('dialog[open]')) return;
      board.classList.remove('covered');
      const first = await painted();
      if (!board.classList.contains('covered')) onset = first;
    }
    /** Too small to judge: the pictures go, and one sentence says how to get them back. */
    function squeeze(now) {
      if (closed) return;
      cramped = now;
      heading.textContent = now ? text('cramped') : question;
      announce(heading.textContent);
      if (now) cover();
      else uncover();
    }
    async function interrupt(dialog, outcome) {
      if (closed) return;
      cover();
      const said = await dialog();
      if (said) end(outcome(said));
      else uncover();
    }
    function end(result) {
      closed = true;
      unlisten();
      unfollow();
      unwatch();
      resolve(result);
    }
    async function choose(choice, at) {
      if (closed || at < onset || !board.isConnected) return;
      closed = true;
      lastAnswerAt = at;
      picks[choice].classList.add('chosen');
      const answer = {
        choice, responseMs: Math.round(at - onset), shownAt: new Date(performance.timeOrigin + onset).toISOString(),
        hiddenCount, blurredCount: attention.blurredCount - blurredBefore, viewport: [innerWidth, innerHeight], pixelRatio: devicePixelRatio,
      };
      const [feedback] = await Promise.all([acknowledge(answer), wait(parameters.acknowledgeMs.default)]);
      if (feedback) await comment(feedback);
      end({ answer });
    }
    /** The words stand where the question stood and the button where the keys stood, so no picture moves. */
    function comment(feedback) {
      return new Promise(next => {
        heading.textContent = text(`feedback.${feedback}`);
        announce(heading.textContent);
        const button = el('button', { class: 'neutral', type: 'button', 'data-go': true, onclick: next }, text('feedback.next'));
        board.append(el('div', { class: 'next' }, button));
        button.focus();
      });
    }
  });
}
