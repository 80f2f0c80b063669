// Shows a sequence by frames. No timer: a step ends in the frame that is nearest to its plan, and is measured by the frame after each change.

/** Frames off the plan above which a showing does not count. The server holds it against the same limit. */
export const tolerance = 1.5;

/**
 * `draw(stimulus)` puts one step on the screen, `draw(null)` the end of the last. Resolves to {shown, onset, end, hiddenCount, blurCount}; a page that went
 * out of sight ends it at once. `shown` is [{stimulus, plannedMs, measuredMs, droppedFrames}], `onset` and `end` are frame times in ms.
 */
export function flash({ draw, sequence, frameMs }) {
  return new Promise(done => {
    const shown = sequence.map(({ stimulus, ms }) => ({ stimulus, plannedMs: ms, measuredMs: 0, droppedFrames: 0 }));
    const onsets = [], gone = new AbortController();
    let drawn = 0, drawnAt = 0, last = 0, hiddenCount = document.hidden ? 1 : 0, blurCount = 0, over = false;

    document.addEventListener('visibilitychange', () => { if (document.hidden) { hiddenCount++; end(); } }, { signal: gone.signal });
    addEventListener('blur', () => { blurCount++; }, { signal: gone.signal });
    if (hiddenCount) return end();
    requestAnimationFrame(frame);

    function frame(at) {
      if (over) return;
      const missed = last ? Math.round((at - last) / frameMs) - 1 : 0;
      if (missed > 0 && drawn) shown[Math.min(drawn, shown.length) - 1].droppedFrames += missed;
      last = at;
      if (onsets.length < drawn) onsets.push(at);  // what the frame before drew is on the screen now
      if (onsets.length > shown.length) return end();
      if (drawn <= shown.length && (!drawn || at >= drawnAt + sequence[drawn - 1].ms - frameMs / 2)) {
        draw(drawn < shown.length ? sequence[drawn].stimulus : null);
        drawn++;
        drawnAt = at;
      }
      requestAnimationFrame(frame);
    }
    function end() {
      if (over) return;
      over = true;
      gone.abort();
      draw(null);
      shown.forEach((step, i) => { step.measuredMs = onsets.length > i + 1 ? Math.round((onsets[i + 1] - onsets[i]) * 100) / 100 : 0; });
      done({ shown, onset: onsets[0] ?? performance.now(), end: onsets.at(-1) ?? performance.now(), hiddenCount, blurCount });
    }
  });
}

/** Why a showing does not count: 'hidden' | 'mistimed' | null; and how far its worst step was off, in frames. */
export function verdict({ shown, hiddenCount }, frameMs) {
  const framesOff = Math.max(...shown.map(step => Math.abs(step.measuredMs - step.plannedMs) / frameMs));
  return { reason: hiddenCount ? 'hidden' : framesOff > tolerance ? 'mistimed' : null, framesOff: Math.round(framesOff * 100) / 100 };
}
