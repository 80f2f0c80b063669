// The screens that end or interrupt: each says what happened, that nothing is lost, and what to do.
import { el, show } from '../dom.js';
import { text } from '../texts.js';
import { handIn } from './hand-in.js';
import { actions, ask, p, page, press } from './page.js';

const screen = (name, ...rest) => page(text(`${name}.title`), p(text(`${name}.lead`), 'lead'), ...rest);
const notice = (name, ...rest) => show(screen(name, ...rest));
/** Whatever still runs behind it, a trial that is about to be shown say, may not come back on the screen. */
const last = (name, ...rest) => show(screen(name, ...rest), { last: true });
const mend = name => p(text(`${name}.mend`));

export const expired = () => last('expired', mend('expired'));
export const invalid = () => last('invalid', mend('invalid'));
export const unknown = () => last('unknown');
/** Nothing can be done about these from here. */
export const erased = () => last('erased');
export const taken = () => last('taken');
export const used = () => last('used');
/** `paid` is {code, completion} of what was answered, or nothing. */
export const closed = paid => notice('closed', ...handIn(paid?.completion, paid?.code));
export const excluded = paid => notice('excluded', ...handIn(paid?.completion, paid?.code));
export const lost = () => last('lost');
export const trouble = () => notice('trouble', actions(press(text('trouble.again'), () => location.reload())));

/** Open elsewhere; resolves when the participant wants it here. */
export const elsewhere = () => ask(button => page(text('tab.title'), p(text('tab.lead'), 'lead'), actions(button(text('tab.take'), true))));

export const connecting = () => show(page(text('connecting'), p(text('connecting.lead'), 'lead')));
export const sending = () => show(page(text('sending.title'), p(text('sending.lead'), 'lead')));

/** On the surround, while pictures load. */
export const loading = () => show(el('section', { class: 'trial' }, el('h1', { class: 'question waiting' }, text('loading'))), { trial: true });
