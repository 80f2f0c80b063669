// Is the participant looking? Counts the times the page went out of sight, and says when it comes back.

export function watchAttention() {
  let hidden = 0, blurred = 0;
  const back = new Set(), away = new Set();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hidden++;
    for (const listener of document.hidden ? away : back) listener();
  });
  addEventListener('blur', () => { if (!document.hidden) blurred++; });
  return {
    get hiddenCount() { return hidden; },
    /** Times the window lost the keyboard to another, still in sight. */
    get blurredCount() { return blurred; },
    /** Calls `whenAway` and `whenBack`; gives the function that ends it. */
    follow(whenAway, whenBack) {
      away.add(whenAway);
      back.add(whenBack);
      return () => { away.delete(whenAway); back.delete(whenBack); };
    },
  };
}
