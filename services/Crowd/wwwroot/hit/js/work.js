// The work itself: pages of trials, a breath between them, every answer into the outbox.
import { Refusal } from './api.js';
import { askLeave } from './dialogs.js';
import { uuid } from './identity.js';
import { keepLease } from './lease.js';
import { PictureBroken, Pictures } from './pictures.js';
import { loading, sending } from './screens/notice.js';
import { afterPractice, nothingNow, rest } from './screens/rest.js';
import { run } from './trial-2afc.js';
import { text } from './texts.js';
import { wait } from './dom.js';

const feedbackWithinMs = 4000;  // a practice answer that is not back by then goes without feedback

/** Works until the server has no more, or the participant stops. Resolves to 'finished' | 'capped' | 'excluded' | 'leave'. */
export async function work({ api, outbox, campaign, attention }) {
  let page = await api.page();
  for (let empty = 0; ;) {
    if (page.reason === 'nothing-now') page = await nothingNow(page, api.page);
    if (page === 'leave') return 'leave';
    if (!page.page) return page.reason;
    const ended = await workPage({ api, outbox, campaign, attention, page });
    await saved(outbox);
    if (ended === 'leave') return 'leave';
    if (ended === 'empty' && ++empty > 3) throw new Error(`The server gives page ${page.page} again, though every trial of it is answered.`);
    if (ended === 'done') {
      empty = 0;
      if (await pause({ api, outbox, page }) === 'leave') return 'leave';
    }
    page = await api.page();
  }
}

/** Between two pages: after practice it says whether there is more of it; when the HIT is complete there is nothing to wait for. */
async function pause({ api, outbox, page }) {
  const progress = outbox.progress ?? page.progress;
  if (!page.practice && progress.answered >= progress.total) return 'go';
  const next = page.practice ? await api.page() : null;
  if (next && !next.page) return 'go';
  while (await (page.practice ? afterPractice(next.practice) : rest(progress)) === 'leave') if (await askLeave()) return 'leave';
  return 'go';
}

/** Nothing goes on before the server has every answer; says so when that takes a moment. */
export async function saved(outbox) {
  const slow = setTimeout(() => { if (outbox.size) sending(); }, 300);
  await outbox.empty();
  clearTimeout(slow);
}

async function workPage({ api, outbox, campaign, attention, page }) {
  const pictures = new Pictures();
  const open = page.trials.filter(trial => !trial.submitted && !outbox.holds(trial.trial));
  if (!open.length) return 'empty';
  const release = keepLease(api, page.page);
  let stale = false;
  const refused = () => { stale = true; };
  outbox.addEventListener('refused', refused);
  try {
    for (const [i, trial] of open.entries()) {
      if (stale) return 'stale';
      pictures.of(trial);
      pictures.prefetch(open.slice(i + 1));
      if (await workTrial({ api, outbox, campaign, attention, page, open, trial, pictures }) === 'leave') return 'leave';
    }
    return 'done';
  } finally {
    outbox.removeEventListener('refused', refused);
    release();
  }
}

/** The decoded pictures of a trial, or null when they are broken. Addresses run out after a long break: fresh ones are asked for once. */
async function ready({ api, open, trial, pictures }) {
  for (let fresh = false; ; fresh = true) {
    try {
      return await shown(pictures.of(trial));
    } catch (error) {
      if (!(error instanceof PictureBroken)) throw error;
      if (fresh) return null;
      const again = (await api.page()).trials ?? [];
      for (const one of open) one.images = again.find(other => other.trial === one.trial)?.images ?? one.images;
      pictures.clear();
    }
  }
}

async function workTrial({ api, outbox, campaign, attention, page, open, trial, pictures }) {
  const submission = uuid();
  const decoded = await ready({ api, open, trial, pictures });
  if (!decoded) {
    outbox.put('problems', { submission, trial: trial.trial, kind: 'broken' });
    return 'skipped';
  }
  if (trial.sequence) return (await import('./jnd/judge-trial.js')).judgeTrial({ outbox, campaign, attention, page, open, trial, decoded, submission, pictures });
  const total = page.practice ? page.trials.length : (outbox.progress ?? page.progress).total;
  const n = page.practice ? page.trials.indexOf(trial) + 1 : trial.number;
  const result = await run({
    images: decoded.images, question: trial.instruction ? text(`instruction.${trial.instruction}`) : campaign.question, attention, place: { n, total, practice: page.practice },
    acknowledge: ({ choice, responseMs, ...timing }) => {
      const stored = outbox.put('answers', { submission, trial: trial.trial, choice, responseMs, timing: { ...timing, decodeMs: Math.round(decoded.decodeMs), loadMs: Math.round(decoded.loadMs) } });
      return page.practice ? Promise.race([stored.then(answer => answer?.feedback), wait(feedbackWithinMs)]) : null;
    },
  });
  pictures.drop(trial);
  if (result.leave) return 'leave';
  if (result.problem) outbox.put('problems', { submission, trial: trial.trial, ...result.problem });
  return 'answered';
}

/** Shows the loading screen only when pictures are not there at once. */
async function shown(pictures) {
  const slow = setTimeout(loading, 120);
  try {
    return await pictures;
  } finally {
    clearTimeout(slow);
  }
}

/** What a refusal means to the participant: the name of a notice. */
export function noticeFor(error) {
  if (!(error instanceof Refusal)) return 'trouble';
  return { 'participant-erased': 'erased', 'assignment-taken': 'taken', 'hits-used': 'used', 'link-invalid': 'invalid', 'link-expired': 'expired', 'session-invalid': 'expired', 'campaign-unknown': 'unknown',
    'campaign-closed': 'closed', 'session-closed': 'closed' }[error.code] ?? 'trouble';
}
