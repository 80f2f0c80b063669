// The words of the page in the campaign's language; English where a language is missing.
import english from './texts/en.js';

const others = { ar: () => import('./texts/ar.js') };
let words = english;

export async function speak(locale, direction) {
  const language = (locale ?? 'en').toLowerCase().split('-')[0];
  const known = language === 'en' || language in others;
  words = language in others ? { ...english, ...(await others[language]()).default } : english;
  document.documentElement.lang = known ? locale ?? 'en' : 'en';
  document.documentElement.dir = direction === 'rtl' ? 'rtl' : 'ltr';
  document.title = words.title;
}

/** Words of a task, over those of the page. */
export function learn(more) {
  words = { ...words, ...more };
  document.title = words.title;
}

/** A sentence; {name} is replaced by the value given under that name. */
export const text = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
