// The colours of the window for what is drawn on a canvas, which cannot read style sheets by itself.

export type Colours = ReturnType<typeof readColours>;

/** As they are at this moment: the browser resolves light and dark when a colour is in use. */
export function readColours() {
  const probe = document.body.appendChild(document.createElement('span'));
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    surface: read('surface'),
    'surface-raised': read('surface-raised'),
    'surface-sunken': read('surface-sunken'),
    line: read('line'),
    'line-strong': read('line-strong'),
    text: read('text'),
    'text-quiet': read('text-quiet'),
    'text-faint': read('text-faint'),
    accent: read('accent'),
    'accent-fill': read('accent-fill'),
    direct: read('direct'),
    copy: read('copy'),
    transcode: read('transcode'),
    problem: read('problem'),
    'transcode-wash': read('transcode-wash'),
    'heat-least': read('heat-least'),
    'heat-most': read('heat-most'),
    /** For what has no colour of its own, in this order. */
    hues: ['plum', 'teal', 'ochre', 'rose', 'slate', 'olive', 'brick', 'stone'].map((hue) => read(`hue-${hue}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return colours;
}
