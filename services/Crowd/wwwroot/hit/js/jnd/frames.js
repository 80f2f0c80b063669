// The screen's own clock: how long a frame is, by the times at which the browser draws.

const samples = 60;
let known = null;

const median = values => values.sort((a, b) => a - b)[values.length >> 1];

/** The frame period in ms, from the median of 60 gaps; measured once a visit, again with `anew`. */
export function framePeriod(anew = false) {
  if (anew) known = null;
  known ??= new Promise(done => {
    const gaps = [];
    let last = 0;
    const tick = at => {
      if (last) gaps.push(at - last);
      last = at;
      if (gaps.length < samples) requestAnimationFrame(tick);
      else done(median(gaps));
    };
    requestAnimationFrame(tick);
  });
  return known;
}
