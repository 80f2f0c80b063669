// One tab takes the HIT: a web lock where there is one, else a question on a broadcast channel.
import { wait } from './dom.js';

const letGoWithinMs = 250;    // an old page that is being reloaded
const answerWithinMs = 1000;  // another tab, perhaps in the background on a busy machine

/** Resolves to true when this tab has the HIT. `onlost` is called when another tab takes it over. */
export async function claim(campaign, { steal = false, onlost }) {
  const name = `nights.hit.${campaign}`;
  // In a frame whose storage is blocked the locks may be there and refuse, and the channel too; then the server alone keeps count.
  for (const way of [byLock, byChannel]) {
    try { return await way(name, steal, onlost); } catch { /* refused: the next way */ }
  }
  return true;
}

async function byLock(name, steal, onlost) {
  if (!navigator.locks) throw new Error('No locks here.');
  for (let attempt = 1; attempt <= 2; attempt++) {
    const got = await new Promise((answer, refused) => {
      navigator.locks.request(name, steal ? { steal: true } : { ifAvailable: true }, lock => {
        answer(lock !== null);
        return lock && new Promise(() => {});  // held until the tab goes or another steals it
      }).catch(error => { if (error.name === 'AbortError') onlost(); else refused(error); });
    });
    if (got) return true;
    await wait(letGoWithinMs);  // a reload may come before the old page has let go
  }
  return false;
}

async function byChannel(name, steal, onlost) {
  const channel = new BroadcastChannel(name);
  let taken = false, mine = false;
  channel.onmessage = ({ data }) => {
    if (data === 'anyone' && mine) channel.postMessage('here');
    if (data === 'here' && !mine) taken = true;
    if (data === 'here' && mine) { mine = false; onlost(); }  // the answer came late: whoever was here first goes on
    if (data === 'mine' && mine) { mine = false; onlost(); }
  };
  channel.postMessage(steal ? 'mine' : 'anyone');
  if (!steal) await wait(answerWithinMs);
  mine = !taken;
  return mine;
}
