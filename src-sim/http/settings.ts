// The server's own settings, as far as clients look at them.
import { element, type Element } from '../render/element.ts';
import type { World } from '../world.ts';

type Setting = {
  id: string;
  type: 'text' | 'bool' | 'int' | 'double';
  label: string;
  default: string | number | boolean;
  value: string | number | boolean;
  group: string;
  hidden?: boolean;
};

export const settings = (world: World): Setting[] => [
  { id: 'FriendlyName', type: 'text', label: 'Friendly name', default: '', value: world.name, group: 'general' },
  { id: 'sendCrashReports', type: 'bool', label: 'Send crash reports', default: true, value: false, group: 'general' },
  {
    id: 'ButlerUpdateChannel',
    type: 'text',
    label: 'Server update channel',
    default: '16',
    value: '16',
    group: 'general',
  },
  {
    id: 'PublishServerOnPlexOnlineKey',
    type: 'bool',
    label: 'Remote access',
    default: false,
    value: true,
    group: 'network',
    hidden: true,
  },
  {
    id: 'ManualPortMappingMode',
    type: 'bool',
    label: 'Manually specify public port',
    default: false,
    value: false,
    group: 'network',
    hidden: true,
  },
  {
    id: 'WanPerStreamMaxUploadRate',
    type: 'int',
    label: 'Limit remote stream bitrate',
    default: 0,
    value: world.remoteKbps ?? 0,
    group: 'network',
  },
  {
    id: 'WanTotalMaxUploadRate',
    type: 'int',
    label: 'Internet upload speed',
    default: 0,
    value: 0,
    group: 'network',
  },
  { id: 'LogVerbose', type: 'bool', label: 'Enable verbose logging', default: false, value: false, group: 'general' },
  {
    id: 'ScheduledLibraryUpdateInterval',
    type: 'int',
    label: 'Library scan interval',
    default: 3600,
    value: 3600,
    group: 'library',
  },
  {
    id: 'LibraryVideoPlayedThreshold',
    type: 'int',
    label: 'Video played threshold',
    default: 90,
    value: 90,
    group: 'library',
  },
];

export const settingElement = (setting: Setting): Element =>
  element('Setting', { ...setting, summary: '', hidden: setting.hidden ?? false, advanced: false });
