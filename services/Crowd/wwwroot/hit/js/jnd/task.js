// What a campaign of flashed pairs needs before its first trial: its words, its style, a screen that is large and steady enough, and how it works.
import { el, show } from '../dom.js';
import { learn, text } from '../texts.js';
import { actions, ask, p, page } from '../screens/page.js';
import { framePeriod } from './frames.js';
import english from './words/en.js';

const others = { ar: () => import('./words/ar.js') };
const smallest = 600;  // css px of the shorter side below which a touch screen is a phone

const isPhone = () => matchMedia('(pointer: coarse)').matches && Math.min(screen.width, screen.height) < smallest;

/** Resolves to whether this device may take part; when not, it says so. */
export async function prepare(campaign) {
  const language = (campaign.locale ?? 'en').toLowerCase().split('-')[0];
  learn({ ...english, ...(language in others ? (await others[language]()).default : {}) });
  await styled();
  if (campaign.phones || !isPhone()) return true;
  show(page(text('jnd.phone.title'), p(text('jnd.phone.lead'), 'lead')), { last: true });
  return false;
}

const styled = () => new Promise(done => document.head.append(el('link', { rel: 'stylesheet', href: '/hit/jnd.css', onload: done, onerror: done })));

/** How it works; meanwhile the screen's clock is measured. */
export function instructions() {
  framePeriod();
  const touch = matchMedia('(hover: none)').matches;
  return ask(button => page(text('how.title'),
    p(text('jnd.how.1')),
    el('ul', {}, ...['jnd.how.2', touch ? 'jnd.how.3.touch' : 'jnd.how.3', 'jnd.how.4'].map(key => el('li', {}, text(key)))),
    p(text('jnd.safety'), 'small soft'),
    actions(button(text('how.start'), true, '', { 'data-go': true }))));
}
