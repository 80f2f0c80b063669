// Consent is explicit and has a version; saying no records nothing.
import { el } from '../dom.js';
import { text } from '../texts.js';
import { actions, ask, list, p, page } from './page.js';
import { withContact } from './landing.js';

const question = campaign => ask(button => page(text('consent.title'),
  p(text('consent.lead'), 'lead'),
  list([1, 2, 3, 4].map(n => text(`consent.${n}`))),
  el('p', { class: 'small soft' }, withContact('consent.version', campaign, { version: campaign.consentVersion })),
  actions(button(text('consent.agree'), true, '', { 'data-go': true }), button(text('consent.decline'), false, 'quiet'))));

const declined = () => ask(button => page(text('declined.title'),
  p(text('declined.lead'), 'lead'), actions(button(text('declined.again'), true, 'quiet'))));

/** Resolves when the participant has agreed. */
export async function consent(campaign) {
  while (!await question(campaign)) await declined();
}
