// The order of things: arrive, agree, learn, work, done.
import { Api } from './api.js';
import { watchAttention } from './attention.js';
import { keepBackHarmless } from './back-button.js';
import { watchConnection } from './connection-note.js';
import { arrive } from './identity.js';
import { claim } from './one-tab.js';
import { Outbox } from './outbox.js';
import { consent } from './screens/consent.js';
import { checkDevice } from './screens/device.js';
import { done } from './screens/done.js';
import { instructions } from './screens/instructions.js';
import { landing, preview } from './screens/landing.js';
import * as notices from './screens/notice.js';
import { openStore } from './store.js';
import { speak } from './texts.js';
import { noticeFor, saved, work } from './work.js';

const self = arrive();
const api = new Api(self);
if (self.simulate) import('./simulate.js').then(simulation => simulation.start(self.simulate));

/** Words and buttons of a tab that lost the study must not come back. */
let lost = false;
const onlost = () => { lost = true; api.stop(); notices.lost(); };

/** What the task of flashed pairs does differently; null in 2AFC. */
let flashed = null;

async function begin() {
  api.onwaiting = () => { if (!lost && !document.querySelector('.trial')) notices.connecting(); };
  if (self.preview) return lookAhead();
  if (!await claim(self.campaign, { onlost })) {
    await notices.elsewhere();
    await claim(self.campaign, { steal: true, onlost });
  }
  keepBackHarmless(self.address);
  const session = await api.openPatiently();
  await speak(session.campaign.locale, session.campaign.direction);
  if (await learnTask(session.campaign)) await go(session, session.campaign);
}

/** Loads what a task of flashed pairs needs; false on a device that cannot show it. */
async function learnTask(campaign) {
  if (campaign.task !== 'jnd') return true;
  flashed = await import('./jnd/task.js');
  return flashed.prepare(campaign);
}

/** Before the task is accepted: nothing is begun, on the server or here. */
async function lookAhead() {
  const { campaign } = await api.preview();
  await speak(campaign.locale, campaign.direction);
  if (await learnTask(campaign)) await preview(campaign);
}

async function go(session, campaign) {
  const outbox = new Outbox(await openStore(), api.submit, `${self.campaign} ${self.participant ?? self.link}`);
  outbox.progress = session.progress;
  outbox.addEventListener('progress', event => { outbox.progress = event.detail; });
  outbox.addEventListener('locked', event => notices[noticeFor(event.detail)]());
  watchConnection(outbox);
  await outbox.open();

  if (session.state === 'closed') return notices.closed(session);
  if (session.state === 'new') {
    await landing(campaign);
    await consent(campaign);
    await api.consent(campaign.consentVersion);
  }
  if (session.state === 'new' || session.state === 'consented') {
    await checkDevice(api);
    await (flashed ?? { instructions }).instructions();
  }

  const settled = { finished: 'finished', excluded: 'excluded' }[session.state];
  const ending = settled ?? await work({ api, outbox, campaign, attention: watchAttention() });
  await saved(outbox);
  await end(ending, session, campaign, outbox);
}

async function end(ending, session, campaign, outbox) {
  if (ending === 'excluded') return notices.excluded(session.code ? session : await paidOnLeaving());
  if (ending === 'capped' && !outbox.progress.answered) return notices.closed();
  if (ending === 'leave') return done(await api.leave(), campaign, { left: true });
  const result = session.state === 'finished' && session.code ? session : await api.finish();
  api.onwaiting = null;  // the code stays on the screen, whatever happens to the comment
  done(result, campaign, { sendComment: comment => api.finish(comment), again: result.next ? another : undefined });
}

/** The next HIT begins as the first did: with the deal and the consent. */
async function another() {
  await api.openPatiently(true);
  location.reload();
}

/** Whoever may not go on is paid for what was answered; where there is nothing to pay there is no code. */
const paidOnLeaving = () => api.leave().catch(() => undefined);

begin().catch(error => { if (!lost) notices[noticeFor(error)](); });
