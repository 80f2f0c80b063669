// How finished work reaches whoever sent the participant: a code, a way back, or a form that this browser sends.
import { el } from '../dom.js';
import { text } from '../texts.js';
import { codeBox } from './code.js';
import { actions, p } from './page.js';

const host = url => new URL(url).host;
const goes = url => /^https?:$/.test(new URL(url).protocol);

function form({ url, fields = {} }) {
  return el('form', { method: 'post', action: url, target: '_self' },
    ...Object.entries(fields).map(([name, value]) => el('input', { type: 'hidden', name, value })),
    el('div', { class: 'actions' }, el('button', { class: 'button', type: 'submit' }, text('done.submit'))));
}

/** The nodes for a completion {kind, code, url, fields}; nothing where there is nothing to hand in. */
export function handIn(completion, code) {
  if (!completion && !code) return [];
  const { kind = 'code', url } = completion ?? {};
  const shown = codeBox(completion?.code ?? code);
  if (kind === 'redirect' && goes(url)) {
    return [p(text('done.redirect', { host: host(url) })), actions(el('a', { class: 'button', href: url, rel: 'noreferrer', target: '_top' }, text('done.back', { host: host(url) }))),
      p(text('done.redirect.code'), 'small soft'), shown];
  }
  if (kind === 'form' && goes(url)) return [p(text('done.form')), form(completion)];
  return [shown, p(text('done.where'), 'soft')];
}
