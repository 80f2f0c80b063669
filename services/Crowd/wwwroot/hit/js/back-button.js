// The back button stays on this page: an answer given is given, and nothing is lost by pressing it.

export function keepBackHarmless() {
  const stay = () => history.pushState({ hit: true }, '', location.pathname);
  if (!history.state?.hit) stay();
  addEventListener('popstate', stay);
}
