// Draws a poster for every title: a small JPEG of its own, always the same for the same title.
import { encode } from 'jpeg-js';
import { dotsOf, letterHeight, letterWidth, linesOf } from './pixel-letters.ts';
import { hashText } from './prng.ts';

type Colour = readonly [red: number, green: number, blue: number];

export function drawPoster(title: string, width: number, height: number): Buffer {
  const hash = hashText(title);
  const hue = hash % 360;
  const dark = colour(hue, 0.55, 0.16);
  const light = colour((hue + 25) % 360, 0.6, 0.42);
  const bright = colour((hue + 180) % 360, 0.65, 0.62);
  const data = Buffer.alloc(width * height * 4);
  const sunX = 0.25 + ((hash >>> 8) % 50) / 100;
  const sunY = 0.25 + ((hash >>> 14) % 30) / 100;
  const sunSize = 0.16 + ((hash >>> 20) % 14) / 100;
  const slope = ((hash >>> 4) % 40) / 100 - 0.2;
  const bars = 3 + ((hash >>> 24) % 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const across = x / width;
      const down = y / height;
      let pixel = mix(dark, light, down);
      const distance = Math.hypot(across - sunX, (down - sunY) * (height / width));
      if (distance < sunSize) pixel = mix(bright, light, distance / sunSize / 2);
      const hill = 0.68 + slope * (across - 0.5) + 0.05 * Math.sin(across * bars * 6.28);
      if (down > hill) pixel = mix(dark, [8, 8, 12], Math.min(1, (down - hill) * 4));
      const at = (y * width + x) * 4;
      data[at] = pixel[0];
      data[at + 1] = pixel[1];
      data[at + 2] = pixel[2];
      data[at + 3] = 255;
    }
  }
  writeTitle(title, { data, width, height });
  return encode({ data, width, height }, 82).data;
}

type Canvas = { data: Buffer; width: number; height: number };

/** In the lower part, as large as its longest word allows. */
function writeTitle(title: string, { data, width, height }: Canvas): void {
  const margin = Math.round(width * 0.08);
  const longest = Math.max(6, ...title.split(' ').map((word) => word.length));
  const size = Math.max(1, Math.floor((width - margin * 2) / (longest * letterWidth)));
  const lines = linesOf(title, Math.max(longest, Math.floor((width - margin * 2) / (size * letterWidth))));
  const top = height - margin - lines.length * size * letterHeight;
  for (const [line, text] of lines.entries()) {
    for (const [across, down] of dotsOf(text)) {
      for (let dot = 0; dot < size * size; dot += 1) {
        const x = margin + across * size + (dot % size);
        const y = top + (line * letterHeight + down) * size + Math.floor(dot / size);
        if (x >= 0 && x < width && y >= 0 && y < height) data.fill(242, (y * width + x) * 4, (y * width + x) * 4 + 3);
      }
    }
  }
}

const mix = (from: Colour, to: Colour, share: number): Colour => [
  Math.round(from[0] + (to[0] - from[0]) * share),
  Math.round(from[1] + (to[1] - from[1]) * share),
  Math.round(from[2] + (to[2] - from[2]) * share),
];

/** From hue (degrees), saturation and lightness (0 to 1). */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return Math.round((lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))) * 255);
  };
  return [channel(0), channel(8), channel(4)];
}
