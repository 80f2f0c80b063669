// `?simulate=1`: a script takes the HIT through the page itself, for tests and for trying a campaign out. `rt` is its mean response time in ms.

export function start({ rt }) {
  let picture = null, due = 0;
  const look = () => {
    const go = document.querySelector('[data-go]:not(:disabled)');
    const picks = document.querySelectorAll('.pick');
    if (go) go.click();
    else if (picks.length === 2 && picks[0] !== picture) {
      picture = picks[0];
      due = performance.now() + rt * (0.5 + Math.random());
    } else if (picks.length === 2 && performance.now() > due && !document.querySelector('.chosen')) {
      picks[Math.random() < 0.5 ? 0 : 1].click();
    }
    setTimeout(look, 50);
  };
  look();
}
