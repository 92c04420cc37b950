// The colours of the window for what is drawn on a canvas, which cannot read style sheets by itself.

const hues = ['plum', 'teal', 'ochre', 'rose', 'slate', 'olive', 'brick', 'stone'] as const;

export type Colours = ReturnType<typeof readColours>;

/** As they are at this moment: the browser resolves light and dark when a colour is in use. */
export function readColours() {
  const probe = document.createElement('div');
  // Where the system forces its own few colours, those that mean something stay apart.
  probe.style.setProperty('forced-color-adjust', 'none');
  const put = (name: string) => {
    const one = probe.appendChild(document.createElement('span'));
    one.style.color = `var(--${name})`;
    return () => getComputedStyle(one).color;
  };
  const used = {
    surface: put('surface'),
    'surface-raised': put('surface-raised'),
    'surface-sunken': put('surface-sunken'),
    line: put('line'),
    'line-strong': put('line-strong'),
    text: put('text'),
    'text-quiet': put('text-quiet'),
    'text-faint': put('text-faint'),
    accent: put('accent'),
    'accent-fill': put('accent-fill'),
    direct: put('direct'),
    copy: put('copy'),
    transcode: put('transcode'),
    'transcode-fill': put('transcode-fill'),
    problem: put('problem'),
    'transcode-wash': put('transcode-wash'),
    'heat-least': put('heat-least'),
    'heat-most': put('heat-most'),
  };
  const usedHues = hues.map((hue) => put(`hue-${hue}`));
  // Read when all are in use: a change between two readings would make the browser reckon all styles anew.
  document.body.append(probe);
  const colours = {
    ...readAll(used),
    /** For what has no colour of its own, in this order. */
    hues: usedHues.map((read) => read()),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return colours;
}

function readAll<Name extends string>(used: Readonly<Record<Name, () => string>>): Record<Name, string> {
  const colours: Record<string, string> = {};
  for (const [name, read] of Object.entries<() => string>(used)) colours[name] = read();
  return colours;
}
