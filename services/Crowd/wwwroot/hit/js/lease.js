// Tells the server once a minute that the participant is still at the page of trials, while it is in sight.

const everyMs = 60_000;

/** Starts the heartbeat of one page; gives the function that ends it. A missed beat is no error: answers are taken late too. */
export function keepLease(api, page) {
  const timer = setInterval(() => {
    if (!document.hidden) api.extend(page).catch(() => {});
  }, everyMs);
  return () => clearInterval(timer);
}
