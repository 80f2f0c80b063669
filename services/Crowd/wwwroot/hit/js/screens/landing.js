// The deal, first: what, how long, for how much; then who asks and what is kept.
import { el } from '../dom.js';
import { money } from '../money.js';
import { text } from '../texts.js';
import { actions, ask, p, page } from './page.js';
import { example } from './example.js';

/** The contact as a link when it is an address. */
export function contact(address) {
  if (/^[^\s@]+@[^\s@]+$/.test(address ?? '')) return el('a', { href: `mailto:${address}` }, address);
  if (/^https?:\/\//.test(address ?? '')) return el('a', { href: address, rel: 'noreferrer' }, address);
  return address ?? '';
}

/** A sentence with the contact in it, as nodes. */
export function withContact(key, campaign, values = {}) {
  const [before, after] = text(key, { ...values, contact: '\u0000' }).split('\u0000');
  return el('span', {}, before, contact(campaign.contact), after ?? '');
}

const fold = (title, ...content) => el('details', {}, el('summary', {}, title), el('p', {}, ...content));

function deal(campaign) {
  const pay = minor => money(minor, campaign.currency, campaign.locale);
  const facts = [['landing.judgements', String(campaign.trialsPerHit)], ['landing.time', text('landing.minutes', { minutes: campaign.minutes })], ['landing.pay', pay(campaign.payMinor)]];
  return [
    el('dl', { class: 'deal' }, ...facts.map(([term, value]) => el('div', {}, el('dt', {}, text(term)), el('dd', {}, value)))),
    p(text('landing.hourly', { hourly: pay(campaign.hourlyMinor) })),
  ];
}

const folds = campaign => el('div', { class: 'folds' },
  fold(text('landing.who'), text('landing.who.text')),
  fold(text('landing.privacy'), campaign.privacy),
  fold(text('landing.contact'), withContact('landing.contact.text', campaign)));

export const landing = campaign => ask(button => page(campaign.title,
  p(text('landing.lead'), 'lead'), ...deal(campaign),
  actions(button(text('landing.start'), 'start', '', { 'data-go': true }), p(text('landing.nothing'), 'small soft')),
  folds(campaign)));

/** What a participant sees before accepting: the same deal and an example, nothing to press. */
export const preview = campaign => ask(button => page(campaign.title,
  el('p', {}, el('span', { class: 'badge' }, text('preview.badge')), ' ', text('preview.lead')),
  p(text('landing.lead'), 'lead'), ...deal(campaign), example(),
  actions(button(text('preview.start'), null, '', { disabled: true })),
  folds(campaign)));
