// What the page measures of the device, once: window, density, frame rate, decoding. No fingerprint: nothing that tells one person's machine from another's.

const frames = 24;      // enough for a median, under half a second at 60 Hz
const patienceMs = 1200;  // a hidden page draws no frames at all

/** The median time between two frames in ms, or null where the page is not drawn. */
function frameMs() {
  return new Promise(done => {
    const stamps = [];
    const timer = setTimeout(() => done(null), patienceMs);
    const tick = now => {
      stamps.push(now);
      if (stamps.length <= frames) return requestAnimationFrame(tick);
      clearTimeout(timer);
      const gaps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]).sort((a, b) => a - b);
      done(gaps[gaps.length >> 1] || null);
    };
    requestAnimationFrame(tick);
  });
}

async function decodeMs() {
  const image = new Image();
  image.src = '/hit/example/reference.svg';
  await new Promise(done => { image.onload = image.onerror = done; });
  const began = performance.now();
  await image.decode().catch(() => {});
  return performance.now() - began;
}

/** Browser and system in one word each; never the whole user agent. */
function family() {
  const agent = navigator.userAgent;
  const browser = [['edge', /Edg\//], ['firefox', /Firefox\//], ['chrome', /Chrom(e|ium)\//], ['safari', /Safari\//]].find(([, sign]) => sign.test(agent))?.[0] ?? 'other';
  const system = [['android', /Android/], ['ios', /iPhone|iPad/], ['windows', /Windows/], ['mac', /Mac OS/], ['linux', /Linux/]].find(([, sign]) => sign.test(agent))?.[0] ?? 'other';
  return `${browser} ${system}`;
}

/** {viewport, pixelRatio, frameMs, decodeMs, touch, family}: the fields of the device call. */
export async function measure() {
  const [frame, decode] = [await frameMs(), await decodeMs()];
  return {
    viewport: [innerWidth, innerHeight], pixelRatio: devicePixelRatio, frameMs: frame, decodeMs: decode,
    touch: matchMedia('(hover: none)').matches, family: family(),
  };
}
