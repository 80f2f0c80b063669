// The calls to the server. A refusal is a `Refusal` with the server's code; no connection is an `Unreachable`.
const patience = { callMs: 10_000, firstMs: 500, longestMs: 8_000 };

/** The server understood and said no. `code` is the machine word of its problem document. */
export class Refusal extends Error {
  constructor(status, code, retryAfter) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code, retryAfter });
  }
}

/** Nobody answered, or the server is in trouble: worth another try. `after` is the server's own wish in ms. */
export class Unreachable extends Error {
  constructor(reason, after = 0) {
    super(reason);
    this.after = after;
  }
}

/** Time before try number `attempt` (from 1): doubles up to the longest, half of it by chance. Unit: ms. */
export function backoff(attempt) {
  const whole = Math.min(patience.longestMs, patience.firstMs * 2 ** (attempt - 1));
  return whole / 2 + Math.random() * whole / 2;
}

const signs = new EventTarget();

/** Tells everything that waits for the connection that the server has answered. */
export const reachable = () => signs.dispatchEvent(new Event('reachable'));

/** Ends after `ms`, or as soon as the browser is online again or anything else reaches the server. */
export function untilBetter(ms) {
  return new Promise(done => {
    const ended = new AbortController();
    const end = () => { clearTimeout(timer); ended.abort(); done(); };
    const timer = setTimeout(end, ms);
    addEventListener('online', end, { signal: ended.signal });
    signs.addEventListener('reachable', end, { signal: ended.signal });
  });
}

export class Api {
  #token = null;
  #renewing = null;
  #self;
  #stopped = false;

  constructor(self) { this.#self = self; }

  /** Another tab has the study: nothing more is sent from here, and nothing comes back. */
  stop() { this.#stopped = true; }

  /** Opens the session, or finds it again; its token goes with every later call. */
  async open(again) {
    const { campaign, link, resume, participant, assignment, study, submitTo } = this.#self;
    const session = await this.#post('sessions', { campaign, link, resume, participant, assignment, study, submitTo, again });
    this.#token = session.session;
    this.#self.remember(session.session);
    return session;
  }

  /** Opens the session and keeps trying while nobody answers. */
  openPatiently = again => this.#repeat(() => this.open(again));

  /** What the study offers, for those who have not accepted it; the server stores nothing. */
  preview = () => this.#repeat(() => this.#post('preview', { campaign: this.#self.campaign, link: this.#self.link }));

  consent = version => this.#patiently('consent', { version });
  device = measured => this.#patiently('device', measured);
  page = () => this.#patiently('pages', {});
  extend = page => this.#once('extend', { page });
  finish = comment => this.#patiently('finish', comment ? { comment } : {});
  leave = () => this.#patiently('leave', {});

  /** One answer or report; the caller (the outbox) repeats it. */
  submit = (path, body) => this.#once(path, body);

  /** Everything sent this way may arrive twice without harm. */
  #patiently = (path, body) => this.#repeat(() => this.#once(path, body));

  async #repeat(call) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.onwaiting?.();
        await untilBetter(error.after || backoff(attempt));
      }
    }
  }

  /** A session that ran out is opened again once; the page stands where it stood. */
  async #once(path, body) {
    try {
      return await this.#post(path, body);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      this.#renewing ??= this.open().finally(() => { this.#renewing = null; });
      await this.#renewing;
      return this.#post(path, body);
    }
  }

  async #post(path, body) {
    if (this.#stopped) return new Promise(() => {});
    const headers = { 'Content-Type': 'application/json' };
    if (this.#token && path !== 'sessions' && path !== 'preview') headers.Authorization = `Bearer ${this.#token}`;
    let response, answer;
    try {
      response = await fetch(`/api/hit/${path}`, {
        method: 'POST', headers, body: JSON.stringify(body), keepalive: true, cache: 'no-store', credentials: 'omit',
        signal: AbortSignal.timeout?.(patience.callMs),
      });
      answer = response.status === 204 ? null : await response.json().catch(() => ({}));
    } catch (error) {
      throw new Unreachable(error.message);
    }
    const after = 1000 * (Number(response.headers.get('Retry-After')) || 0);
    if (response.status === 429 || response.status === 408 || response.status >= 500) throw new Unreachable(String(response.status), after);
    reachable();
    if (!response.ok) throw new Refusal(response.status, answer.code ?? 'unknown', after);
    return answer;
  }
}
