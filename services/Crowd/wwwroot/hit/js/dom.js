// The few things every screen needs from the document.

/** Makes an element; `on…` properties are listeners, children are nodes or plain text (never markup). */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

let over = false;

/** Puts one screen on the stage. Its heading takes the focus, except on the first screen of a visit. After a `last` screen nothing else comes. */
export function show(node, { trial = false, last = false } = {}) {
  if (over) return;
  over = last;
  const stage = document.getElementById('stage');
  const first = stage.childElementCount === 0;
  for (const dialog of document.querySelectorAll('dialog')) dialog.remove();
  document.body.classList.toggle('in-trial', trial);
  stage.replaceChildren(node);
  if (!trial) scrollTo(0, 0);
  const heading = node.querySelector('h1');
  if (heading) {
    heading.tabIndex = -1;
    if (!first) heading.focus({ preventScroll: true });
  }
}

/** Says one sentence to a screen reader. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}

export const wait = ms => new Promise(done => setTimeout(done, ms));

/** The timestamp of the first frame in which a change made now is on the screen. */
export const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
