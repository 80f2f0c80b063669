// Who is here: what the link said, kept for a reload, and taken out of the address bar.

/** A random UUID, also where `crypto.randomUUID` is missing (it needs a secure context). */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const memory = new Map();

function recall(key) {
  for (const shelf of ['sessionStorage', 'localStorage']) {
    try {
      const text = window[shelf].getItem(key);
      if (text) return JSON.parse(text);
    } catch { /* storage is blocked in some frames; memory serves this visit */ }
  }
  return memory.get(key) ?? null;
}

function keep(key, value) {
  memory.set(key, value);
  for (const shelf of ['sessionStorage', 'localStorage']) {
    try { window[shelf].setItem(key, JSON.stringify(value)); } catch { /* as above */ }
  }
}

/** Reads the address, strips every id from it, and joins it with what an earlier visit left. */
export function arrive() {
  const query = new URLSearchParams(location.search);
  const campaign = decodeURIComponent(location.pathname.split('/').filter(Boolean)[1] ?? '');
  const key = `nights.hit.${campaign}`;
  const known = recall(key);
  const asked = {
    link: query.get('t'),
    participant: query.get('participant') ?? query.get('PROLIFIC_PID') ?? query.get('workerId'),
  };
  const same = known && (!asked.link || asked.link === known.link) && (!asked.participant || asked.participant === known.participant);
  const self = {
    campaign,
    link: asked.link ?? known?.link ?? '',
    participant: asked.participant ?? (same ? known.participant : null) ?? undefined,
    resume: same ? known.session : undefined,
    simulate: query.get('simulate') === '1' ? { rt: Number(query.get('rt')) || 600 } : null,
    preview: query.get('preview') === '1' || query.get('assignmentId') === 'ASSIGNMENT_ID_NOT_AVAILABLE',
  };
  history.replaceState(history.state, '', location.pathname);
  self.remember = session => {
    self.resume = session;
    keep(key, { link: self.link, participant: self.participant, session });
  };
  return self;
}
