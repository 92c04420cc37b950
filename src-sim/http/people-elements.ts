// Accounts and devices, as every list shows them.
import type { Account, Player } from '../people.ts';
import { element, type Element } from '../render/element.ts';
import { deviceIdOf, type World } from '../world.ts';

export const accountElement = ({ id, name, thumb }: Account): Element =>
  element('Account', {
    id,
    key: `/accounts/${id}`,
    name,
    defaultAudioLanguage: 'en',
    autoSelectAudio: true,
    defaultSubtitleLanguage: 'en',
    subtitleMode: 1,
    thumb,
  });

export const deviceElement = (world: World, player: Player): Element =>
  element('Device', {
    id: deviceIdOf(world, player),
    name: player.title,
    platform: player.platform,
    clientIdentifier: player.machineIdentifier,
    createdAt: Math.floor(world.bornAtMs / 1000) - 86_400,
  });
