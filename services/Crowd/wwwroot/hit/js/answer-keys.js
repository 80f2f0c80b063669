// Keys that answer. A held key, a shortcut, or a key typed into a field or a dialog is no answer.

const keys = { ArrowLeft: 'left', f: 'left', 1: 'left', ArrowRight: 'right', j: 'right', 2: 'right' };

/** Calls `onchoice(side, timeStamp)`; gives the function that stops listening. */
export function listen(onchoice) {
  const heard = event => {
    const side = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!side || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (document.querySelector('dialog[open]') || event.target.closest?.('input, textarea')) return;
    event.preventDefault();
    onchoice(side, event.timeStamp);
  };
  addEventListener('keydown', heard);
  return () => removeEventListener('keydown', heard);
}
