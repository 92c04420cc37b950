// The tray's pictures, cut from the sheets in `assets/tray` that `tools/draw-tray-icons.ts` draws.
import { nativeImage, type NativeImage } from 'electron';
import onDark16 from '../../assets/tray/on-dark-16.png?inline';
import onDark24 from '../../assets/tray/on-dark-24.png?inline';
import onDark32 from '../../assets/tray/on-dark-32.png?inline';
import onLight16 from '../../assets/tray/on-light-16.png?inline';
import onLight24 from '../../assets/tray/on-light-24.png?inline';
import onLight32 from '../../assets/tray/on-light-32.png?inline';
import template16 from '../../assets/tray/template-16.png?inline';
import template32 from '../../assets/tray/template-32.png?inline';
import type { TrayLook } from './tray-look.ts';
import type { TrayIcon } from './tray-menu.ts';

const sheets: Readonly<Record<TrayLook, readonly { size: number; dataUrl: string }[]>> = {
  'on-dark': [
    { size: 16, dataUrl: onDark16 },
    { size: 24, dataUrl: onDark24 },
    { size: 32, dataUrl: onDark32 },
  ],
  'on-light': [
    { size: 16, dataUrl: onLight16 },
    { size: 24, dataUrl: onLight24 },
    { size: 32, dataUrl: onLight32 },
  ],
  template: [
    { size: 16, dataUrl: template16 },
    { size: 32, dataUrl: template32 },
  ],
};

const rows: readonly TrayIcon['mark'][] = ['none', 'transcoding', 'problem'];

/** Sharp on plain, 1.5-fold and twofold screens. */
export const toNativeIcon = ({ count, mark }: TrayIcon, look: TrayLook): NativeImage => {
  const icon = nativeImage.createEmpty();
  for (const { size, dataUrl } of sheets[look]) {
    const place = { x: count * size, y: rows.indexOf(mark) * size, width: size, height: size };
    const buffer = nativeImage.createFromDataURL(dataUrl).crop(place).toPNG();
    icon.addRepresentation({ scaleFactor: size / 16, buffer });
  }
  icon.setTemplateImage(look === 'template');
  return icon;
};
