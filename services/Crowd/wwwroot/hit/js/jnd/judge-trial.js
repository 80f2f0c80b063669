// One flashed trial within a page: shown, judged, sent; or quietly put back to the end of the page when the screen could not keep the plan.
import { wait } from '../dom.js';
import { framePeriod } from './frames.js';
import { run } from './trial-jnd.js';

const retries = 3;  // bad showings of one trial that are thrown away; the next is sent as it is, paid and not counted
const feedbackWithinMs = 4000;

/** Resolves to 'answered' | 'again' | 'leave'. `open` is the page's list of trials: what is pushed onto it is shown again. */
export async function judgeTrial({ outbox, campaign, attention, page, open, trial, decoded, submission, pictures }) {
  const frameMs = await framePeriod();
  const bad = trial.bad ??= [];
  const total = page.practice ? page.trials.length : (outbox.progress ?? page.progress).total;
  const n = page.practice ? page.trials.indexOf(trial) + 1 : trial.number;
  const result = await run({
    images: decoded.images, sequence: trial.sequence, questions: trial.questions, mask: campaign.mask, frameMs, attention,
    place: { n, total, practice: page.practice }, lastTry: bad.length >= retries,
    acknowledge: ({ answers, responseMs, ...timing }) => {
      const stored = outbox.put('judgements', { submission, trial: trial.trial, answers, responseMs, timing: { ...timing, decodeMs: Math.round(decoded.decodeMs), retries: bad } });
      return page.practice ? Promise.race([stored.then(answer => answer?.feedback), wait(feedbackWithinMs)]) : null;
    },
  });
  if (result.again) {
    bad.push(result.again);
    open.push(trial);
    await framePeriod(bad.length > 1);  // a window on another screen has another clock
    return 'again';
  }
  pictures.drop(trial);
  if (result.leave) return 'leave';
  if (result.problem) outbox.put('problems', { submission, trial: trial.trial, ...result.problem });
  return 'answered';
}
