// Answers on their way to the server: kept here until it has acknowledged each, sent at once, repeated with the same submission id.
import { Refusal, Unreachable, backoff, untilBetter } from './api.js';

export class Outbox extends EventTarget {
  #waiting = [];
  #acknowledged = new Map();
  #running = false;
  #wake = () => {};
  #store;
  #send;
  #owner;

  /** `send(path, body)` makes one try; `owner` (the campaign) keeps two studies in one browser apart. */
  constructor(store, send, owner) {
    super();
    this.#store = store;
    this.#send = send;
    this.#owner = owner;
  }

  /** Takes up what an earlier visit could not send. */
  async open() {
    const rows = await this.#store.all(this.#owner).catch(() => []);
    this.#waiting.push(...rows.sort((a, b) => a.at - b.at));
    this.#run();
  }

  get size() { return this.#waiting.length; }

  /** How long the oldest answer has been waiting in this visit, or 0. Unit: ms. */
  get age() { return this.#waiting.length ? Date.now() - Math.max(this.#waiting[0].at, this.#opened) : 0; }
  #opened = Date.now();

  holds(trial) { return this.#waiting.some(row => row.body.trial === trial); }

  /** Queues one answer; the promise gives the server's acknowledgement, or null when it refused the answer. */
  put(path, body) {
    const row = { submission: body.submission, owner: this.#owner, path, body, at: Date.now() };
    const acknowledged = new Promise(done => this.#acknowledged.set(row.submission, done));
    this.#waiting.push(row);
    this.#store.put(row).catch(() => {});
    this.#wake();
    this.#run();
    return acknowledged;
  }

  /** Resolves when nothing waits any more. */
  async empty() {
    while (this.#waiting.length) await new Promise(done => this.addEventListener('change', done, { once: true }));
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    this.dispatchEvent(new Event('change'));
    for (let attempt = 1; this.#waiting.length;) {
      const row = this.#waiting[0];
      try {
        const answer = await this.#send(row.path, row.body);
        attempt = 1;
        this.#close(row, answer);
      } catch (error) {
        if (error instanceof Refusal && error.status === 401) {  // the link ran out: the answers stay here for the next visit
          this.dispatchEvent(new CustomEvent('locked', { detail: error }));
          return;
        }
        if (error instanceof Unreachable) {
          await (error.after ? untilBetter(error.after) : this.#pause(backoff(attempt++)));
        } else {
          const code = error instanceof Refusal ? error.code : 'unknown';
          this.#close(row, null);
          this.dispatchEvent(new CustomEvent('refused', { detail: { code, trial: row.body.trial } }));
        }
      }
    }
    this.#running = false;
    this.dispatchEvent(new Event('change'));
  }

  /** Between two tries; a new answer, or the browser's word that it is online again, ends it early. */
  async #pause(ms) {
    const woken = new Promise(wake => { this.#wake = wake; });
    await Promise.race([untilBetter(ms), woken]);
  }

  #close(row, answer) {
    this.#waiting.shift();
    this.#store.remove(row.submission).catch(() => {});
    this.#acknowledged.get(row.submission)?.(answer);
    this.#acknowledged.delete(row.submission);
    this.dispatchEvent(new Event('change'));
    if (answer?.progress) this.dispatchEvent(new CustomEvent('progress', { detail: answer.progress }));
  }
}
