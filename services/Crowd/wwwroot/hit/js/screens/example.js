// One drawn example of "more similar", on the real surround; our own drawings, no picture of a campaign.
import { el } from '../dom.js';
import { text } from '../texts.js';

const figure = (name, alt, caption) => el('figure', {},
  el('img', { src: `/hit/example/${name}.svg`, alt, width: 160, height: 160 }), el('figcaption', {}, caption));

export const example = () => el('div', { class: 'example' },
  figure('reference', text('alt.reference'), text('reference')),
  figure('left', text('alt.left'), text('how.example.more')),
  figure('right', text('alt.right'), text('how.example.less')));
