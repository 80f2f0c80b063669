// Pictures: fetched and decoded before a trial shows them, two trials ahead.
import { backoff, reachable, untilBetter } from './api.js';

const sides = ['reference', 'left', 'right'];
const tries = 3;

/** A picture that the server gives but the browser cannot show (or that is gone). */
export class PictureBroken extends Error {}

/** When the browser had the last byte of a picture, as far as it says so. Unit: ms. */
const arrived = (url, otherwise) => performance.getEntriesByName(new URL(url, location.href).href).at(-1)?.responseEnd || otherwise;

/** Fetches and decodes one picture. Waits for the connection as long as it takes; gives up on the picture itself after three tries. */
async function decoded(url) {
  const began = performance.now();
  for (let bad = 0, attempt = 1; ; attempt++) {
    const image = new Image();
    image.draggable = false;
    image.src = url;
    try {
      await image.decode();
      reachable();
      const end = performance.now(), loaded = Math.min(end, Math.max(began, arrived(url, end)));
      return { image, loadMs: loaded - began, decodeMs: end - loaded };
    } catch {
      const reached = await fetch(url, { cache: 'no-store' }).then(answer => answer.status < 500, () => false);
      if (reached && ++bad === tries) throw new PictureBroken(url);
      await untilBetter(backoff(attempt));
    }
  }
}

export class Pictures {
  #ready = new Map();
  #ahead = false;

  /** The three pictures of a trial, decoded: {images: {reference, left, right}, loadMs, decodeMs}; the slowest of the three counts. */
  of(trial) {
    if (!this.#ready.has(trial.trial)) {
      const all = Promise.all(sides.map(side => decoded(trial.images[side]))).then(three => ({
        images: Object.fromEntries(sides.map((side, i) => [side, three[i].image])),
        loadMs: Math.max(...three.map(one => one.loadMs)),
        decodeMs: Math.max(...three.map(one => one.decodeMs)),
      }));
      all.catch(() => {});  // the trial that needs them hears of it
      this.#ready.set(trial.trial, all);
    }
    return this.#ready.get(trial.trial);
  }

  /**
   * Starts the next two trials' pictures at once, then the rest of the page one trial after another, so that the work goes on
   * when the connection does not. One trial ahead and no more for those who save data.
   */
  async prefetch(trials) {
    const saving = navigator.connection?.saveData;
    for (const trial of trials.slice(0, saving ? 1 : 2)) this.of(trial);
    if (saving || this.#ahead) return;
    this.#ahead = true;
    for (const trial of trials) await this.of(trial).catch(() => {});
    this.#ahead = false;
  }

  /** Frees a trial's pictures. */
  drop(trial) { this.#ready.delete(trial.trial); }

  /** Forgets all, because their addresses have changed. */
  clear() { this.#ready.clear(); }
}
