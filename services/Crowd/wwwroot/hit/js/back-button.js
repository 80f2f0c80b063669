// The back button stays on this page: an answer given is given, and nothing is lost by pressing it.

/** `address` is the page's own, without ids. What the entry remembers goes along. */
export function keepBackHarmless(address) {
  let latest = history.state;
  const stay = () => history.pushState({ ...latest, ...history.state, hit: true }, '', address);
  if (!history.state?.hit) stay();
  latest = history.state;
  addEventListener('popstate', stay);
}
