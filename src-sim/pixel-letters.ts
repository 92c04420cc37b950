// Letters of five by seven dots, for the titles on the posters.

/** Five columns of a letter; the lowest bit is its top dot. */
const letters: Readonly<Record<string, string>> = {
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e41415132',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f0204027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
  0: '3e5149453e',
  1: '00427f4000',
  2: '4261514946',
  3: '2141454b31',
  4: '1814127f10',
  5: '2745454539',
  6: '3c4a494930',
  7: '0171090503',
  8: '3649494936',
  9: '064949291e',
  '!': '00005f0000',
  '&': '3649552250',
  '-': '0808080808',
  '.': '0060600000',
};

export const letterWidth = 6;
export const letterHeight = 9;

/** The dots of a text as [across, down]; what has no letter is left out. */
export function dotsOf(text: string): [number, number][] {
  const dots: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const columns = letters[text.charAt(at)] ?? '';
    for (let column = 0; column < columns.length / 2; column += 1) {
      const bits = Number.parseInt(columns.slice(column * 2, column * 2 + 2), 16);
      for (let row = 0; row < 7; row += 1) if ((bits & (1 << row)) !== 0) dots.push([at * letterWidth + column, row]);
    }
  }
  return dots;
}

/** Plain capitals, in lines of at most `length` letters. */
export function linesOf(title: string, length: number): string[] {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9!&. -]/g, '');
  const lines: string[] = [];
  for (const word of plain.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, length));
  }
  return lines;
}
