// How busy the server is: processor and memory, and who uses how much of the line.
import { container, element, type Element } from '../render/element.ts';
import { deviceIdOf, type World } from '../world.ts';
import { accountElement, deviceElement } from './people-elements.ts';
import { tree } from './answer.ts';
import { route, type Route } from './route.ts';

export function statisticsRoutes(world: World, nowMs: () => number): Route[] {
  return [
    route('GET /statistics/resources', (ask) =>
      tree(container({}, resources(nowMs(), world.sessions.size)), ask.accept),
    ),
    route('GET /statistics/bandwidth', (ask) => tree(container({}, bandwidth(world, nowMs())), ask.accept)),
    route('GET /statistics/media', (ask) => tree(container({}), ask.accept)),
  ];
}

/** The last three minutes in steps of six seconds, rising and falling with the number of sessions. */
function resources(nowMs: number, busy: number): Element[] {
  const step = 6000;
  const last = Math.floor(nowMs / step) * step;
  return Array.from({ length: 30 }, (_, n) => {
    const at = last - (29 - n) * step;
    const wave = (Math.sin(at / 47_000) + 1) / 2;
    const own = Math.round((busy * 3.1 + wave * 6) * 1000) / 1000;
    return element('StatisticsResources', {
      timespan: 6,
      at: at / 1000,
      hostCpuUtilization: Math.min(100, Math.round((own + 4.2) * 1000) / 1000),
      processCpuUtilization: Math.min(96, own),
      hostMemoryUtilization: 41.5,
      processMemoryUtilization: Math.round((6.25 + wave) * 1000) / 1000,
    });
  });
}

function bandwidth(world: World, nowMs: number): Element[] {
  const at = Math.floor(nowMs / 6000) * 6;
  const rows = [...world.sessions.values()].filter(({ sessionId }) => sessionId !== null);
  const accounts = world.accounts.filter(({ id }) =>
    rows.some(({ viewer }) => typeof viewer === 'object' && viewer.id === id),
  );
  const players = world.players.filter((player) => rows.some((session) => session.player === player));
  return [
    ...players.map((player) => deviceElement(world, player)),
    ...accounts.map(accountElement),
    ...rows.map(({ viewer, player, network, delivery }) =>
      element('StatisticsBandwidth', {
        accountID: typeof viewer === 'object' ? viewer.id : 0,
        deviceID: deviceIdOf(world, player),
        timespan: 6,
        at,
        lan: network.kind === 'lan',
        bytes: Math.round((delivery.bitrateKbps * 1000 * 6) / 8),
      }),
    ),
  ];
}
