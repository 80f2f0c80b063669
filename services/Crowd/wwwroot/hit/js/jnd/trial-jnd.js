// Just noticeable difference: pictures flash one after another, then: were they the same?
import { announce, el, show, wait } from '../dom.js';
import { listen } from '../answer-keys.js';
import { askLeave, askProblem } from '../dialogs.js';
import { text } from '../texts.js';
import { trialTop } from '../trial-top.js';
import { flash, verdict } from './flash.js';
import { stage } from './stage.js';

export const parameters = {
  images: { type: 'object', unit: null, doc: 'The decoded pictures by the names that the sequence uses.' },
  sequence: { type: 'array', unit: null, doc: '[{stimulus, ms}]: what is shown, in order; the answers come after the last.' },
  questions: { type: 'number', unit: null, doc: 'Pairs to be judged, in the order of presentation: 1 or 2.' },
  mask: { type: 'text', unit: null, doc: "'blank' or 'noise': what stands between pictures." },
  frameMs: { type: 'number', unit: 'ms', doc: 'The frame period of this screen.' },
  acknowledgeMs: { type: 'number', unit: 'ms', default: 150, doc: 'How long the chosen answer keeps its ring.' },
};

export const data = {
  answers: { type: 'array', unit: null, doc: "'same' or 'different' for each question." },
  responseMs: { type: 'array', unit: 'ms', doc: 'From the first frame without the last picture (for a second question: from the answer before) to each answer.' },
  shownAt: { type: 'instant', unit: null, doc: "First frame of the sequence by the participant's clock (ISO 8601)." },
  refreshHz: { type: 'number', unit: '1/s', doc: 'Frames a second, from the median of 60 gaps.' },
  shown: { type: 'array', unit: null, doc: '[{stimulus, plannedMs, measuredMs, droppedFrames}], measured from frame to frame.' },
  decoded: { type: 'flag', unit: null, doc: 'Whether every picture was decoded before the first frame.' },
  hiddenCount: { type: 'number', unit: 'times', doc: 'How often the page was out of sight during the sequence.' },
  blurCount: { type: 'number', unit: 'times', doc: 'How often the window lost the focus during the sequence.' },
  visibility: { type: 'text', unit: null, doc: 'document.visibilityState at the end of the sequence.' },
  viewport: { type: 'array', unit: 'css px', doc: 'Width and height of the window at the answer.' },
  pixelRatio: { type: 'number', unit: 'device px per css px', doc: 'Screen density at the answer, with the zoom in it.' },
};

/**
 * Runs one trial. Resolves to {answer} with the fields of `data`, {again: {reason, framesOff}} when the showing was bad and `lastTry` is not set,
 * {problem} or {leave: true}.
 */
export async function run({ images, sequence, questions, mask, frameMs, place, attention, lastTry, acknowledge }) {
  const scene = await stage(images, mask);
  const heading = el('h1', { class: 'question' }, ' ');
  const verdicts = el('div', { class: 'verdicts' });
  const board = el('div', { class: 'board flashing' }, scene.canvas, heading, verdicts);
  let interrupted = null, outcome = null, asking = null, flashing = true, covered = false;
  const top = trialTop(place, { onproblem: () => interrupt(askProblem, problem => ({ problem })), onleave: () => interrupt(askLeave, leave => ({ leave })) });
  show(el('section', { class: 'trial' }, top, board), { trial: true });
  announce(text(place.practice ? 'announce.practice' : 'announce', place));
  await seen();

  try {
    const showing = await flash({ draw: scene.draw, sequence, frameMs });
    if (interrupted) await interrupted;
    if (outcome) return outcome;
    flashing = false;
    if (covered) showing.hiddenCount++;
    const fault = verdict(showing, frameMs);
    if (fault.reason && !lastTry) return { again: fault };
    return await ask(showing);
  } finally {
    scene.close();
  }

  /** Nothing flashes before somebody can see it, nor behind a dialog. */
  async function seen() {
    while (document.hidden) await new Promise(back => { const stop = attention.follow(() => {}, () => { stop(); back(); }); });
  }
  async function ask(showing) {
    const answers = [], responseMs = [];
    for (let from = showing.end, n = 1; n <= questions; n++) {
      const answered = await one(questions === 1 ? 'jnd.ask' : `jnd.ask.${n}`, from);
      if (answered.outcome) return answered.outcome;
      answers.push(answered.side === 'left' ? 'same' : 'different');
      responseMs.push(Math.max(0, Math.round(answered.at - from)));
      from = answered.at;
      if (n < questions) await wait(parameters.acknowledgeMs.default);
    }
    const answer = {
      answers, responseMs, shownAt: new Date(performance.timeOrigin + showing.onset).toISOString(), refreshHz: Math.round(1e5 / frameMs) / 100, shown: showing.shown,
      decoded: true, hiddenCount: showing.hiddenCount, blurCount: showing.blurCount, visibility: document.visibilityState,
      viewport: [innerWidth, innerHeight], pixelRatio: devicePixelRatio,
    };
    const [feedback] = await Promise.all([acknowledge(answer), wait(parameters.acknowledgeMs.default)]);
    if (feedback) await comment(feedback);
    return { answer };
  }
  /** One question; keys and buttons are there only now that the last picture is gone. */
  function one(question, from) {
    return new Promise(resolve => {
      heading.textContent = text(question);
      announce(heading.textContent);
      const buttons = { left: button('left', 'jnd.same', '←', 'F'), right: button('right', 'jnd.different', '→', 'J') };
      verdicts.replaceChildren(buttons.left, buttons.right);
      const unlisten = listen(choose);
      asking = ended => { unlisten(); asking = null; resolve({ outcome: ended }); };

      function button(side, words, ...keys) {
        return el('button', { class: 'pick verdict', type: 'button', 'data-side': side, onclick: event => { if (event.detail < 2) choose(side, event.timeStamp); } },
          text(words), el('span', { class: 'keys', 'aria-hidden': true }, ...keys.map(key => el('kbd', {}, key))));
      }
      function choose(side, at) {
        if (!asking || at < from || verdicts.querySelector('.chosen') || !board.isConnected) return;
        buttons[side].classList.add('chosen');
        unlisten();
        asking = null;
        resolve({ side, at });
      }
    });
  }
  /** A dialog over the questions; during the flashes it waits for their end, and the trial is shown again if the participant goes on. */
  async function interrupt(dialog, of) {
    if (interrupted) return;
    covered ||= flashing;
    interrupted = dialog().then(said => { if (said) outcome = of(said); });
    await interrupted;
    interrupted = null;
    if (outcome) asking?.(outcome);
  }
  function comment(feedback) {
    return new Promise(next => {
      heading.textContent = text(`feedback.${feedback}`);
      announce(heading.textContent);
      const button = el('button', { class: 'neutral', type: 'button', 'data-go': true, onclick: next }, text('feedback.next'));
      verdicts.replaceChildren(button);
      button.focus();
    });
  }
}
