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

/** In somebody else's page: the link stays in the address, because it says who may frame it; nobody sees it there. */
const framed = window.top !== window;

/** The address without anything that points to a person. */
const clean = link => location.pathname + (framed && link ? `?t=${encodeURIComponent(link)}` : '');

/** A history entry outlives a reload also where storage is blocked. */
function recall(key) {
  if (history.state?.key === key) return history.state.kept;
  for (const shelf of ['sessionStorage', 'localStorage']) {
    try {
      const text = window[shelf].getItem(key);
      if (text) return JSON.parse(text);
    } catch { /* storage is blocked in some frames */ }
  }
  return null;
}

function keep(key, value) {
  history.replaceState({ ...history.state, key, kept: value }, '', clean(value.link));
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
    assignment: query.get('assignment') ?? query.get('SESSION_ID') ?? query.get('assignmentId'),
    study: query.get('study') ?? query.get('STUDY_ID') ?? query.get('hitId'),
    submitTo: query.get('turkSubmitTo'),
  };
  const same = known && ['link', 'participant', 'assignment'].every(name => !asked[name] || asked[name] === known[name]);
  const said = name => asked[name] ?? (same ? known[name] : null) ?? undefined;
  const self = {
    campaign,
    link: asked.link ?? known?.link ?? '',
    participant: said('participant'), assignment: said('assignment'), study: said('study'), submitTo: said('submitTo'),
    resume: same ? known.session : undefined,
    simulate: query.get('simulate') === '1' ? { rt: Number(query.get('rt')) || 600 } : null,
    preview: query.get('preview') === '1' || query.get('assignmentId') === 'ASSIGNMENT_ID_NOT_AVAILABLE',
  };
  self.address = clean(self.link);
  history.replaceState(history.state, '', self.address);
  self.remember = session => {
    self.resume = session;
    const { link, participant, assignment, study, submitTo } = self;
    keep(key, { link, participant, assignment, study, submitTo, session });
  };
  return self;
}
