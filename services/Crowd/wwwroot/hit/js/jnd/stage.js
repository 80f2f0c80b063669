// The one place where pictures flash: a canvas of a fixed size on the neutral surround. Pictures are bitmaps before the first frame.
import { el } from '../dom.js';

const tiles = new Map();

/** Grey noise around the surround's own grey, the same in every trial. */
function noiseTile(edge) {
  if (!tiles.has(edge)) {
    const tile = new OffscreenCanvas(edge, edge), context = tile.getContext('2d'), pixels = context.createImageData(edge, edge);
    for (let i = 0, state = 0x9e3779b9; i < pixels.data.length; i += 4) {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5 | 0;
      pixels.data[i] = pixels.data[i + 1] = pixels.data[i + 2] = 118 + ((state >>> 24) % 129) - 64;
      pixels.data[i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
    tiles.set(edge, tile);
  }
  return tiles.get(edge);
}

/** `images` are decoded elements by the names of a sequence. Gives {canvas, draw, close}. */
export async function stage(images, mask) {
  const names = Object.keys(images);
  const bitmaps = Object.fromEntries(await Promise.all(names.map(async name => [name, await createImageBitmap(images[name])])));
  const edge = images.reference.naturalWidth;
  const canvas = el('canvas', { class: 'flash', width: edge, height: edge, 'aria-hidden': true });
  const context = canvas.getContext('2d');
  const tile = mask === 'noise' ? noiseTile(edge) : null;
  canvas.style.setProperty('--natural', `${edge}px`);

  function cross() {
    const middle = edge / 2, arm = edge / 24;
    context.strokeStyle = '#fff';
    context.lineWidth = Math.max(2, edge / 128);
    context.beginPath();
    context.moveTo(middle - arm, middle);
    context.lineTo(middle + arm, middle);
    context.moveTo(middle, middle - arm);
    context.lineTo(middle, middle + arm);
    context.stroke();
  }
  return {
    canvas,
    draw(stimulus) {
      context.clearRect(0, 0, edge, edge);
      if (stimulus === 'fixation') cross();
      else if (stimulus === 'mask' && tile) context.drawImage(tile, 0, 0);
      else if (bitmaps[stimulus]) context.drawImage(bitmaps[stimulus], 0, 0, edge, edge);
    },
    close() { for (const bitmap of Object.values(bitmaps)) bitmap.close(); },
  };
}
