// Which items a list shows: of a section by type, title and order, what is on deck, what belongs to a hub.
import { typeNumbers, type Item, type ItemType, type Section } from '../library/item.ts';
import type { World } from '../world.ts';
import type { Ask } from './ask.ts';

const defaultTypes: Readonly<Record<Section['type'], ItemType>> = {
  movie: 'movie',
  show: 'show',
  artist: 'artist',
  photo: 'photoalbum',
};

export function selectItems(world: World, section: Section, ask: Ask): Item[] {
  const number = ask.query.get('type');
  const asked = Object.entries(typeNumbers).find(([, candidate]) => String(candidate) === number)?.[0];
  // A type that nothing here has, collections for one, finds nothing.
  const type = number === null ? defaultTypes[section.type] : (asked ?? null);
  const wanted = [...world.library.items.values()].filter(
    (item) => item.sectionId === section.id && item.type === type,
  );
  const title = ask.query.get('title')?.toLowerCase();
  const found = title === undefined ? wanted : wanted.filter((item) => item.title.toLowerCase().includes(title));
  const sort = ask.query.get('sort') ?? '';
  if (sort.startsWith('addedAt'))
    return found.toSorted((a, b) => (a.addedAtS - b.addedAtS) * (sort.endsWith(':desc') ? -1 : 1));
  if (sort.startsWith('updatedAt'))
    return found.toSorted((a, b) => (a.updatedAtS - b.updatedAtS) * (sort.endsWith(':desc') ? -1 : 1));
  return found;
}

export const genresOf = (world: World, section: Section): string[] =>
  [...new Set(world.library.top(section.id).flatMap(({ genres }) => genres))].toSorted();

export const matchesHub = (item: Item, type: string | null): boolean => {
  if (type === '1') return item.type === 'movie';
  if (type === '2') return item.type === 'season';
  if (type === '8') return item.type === 'album';
  return type === null;
};

/** The first episode of every show, as nobody has watched much here yet. */
export function onDeck(world: World): Item[] {
  return world.library.ofType('show').flatMap((show) => leavesOf(show).slice(0, 1));
}

export function leavesOf(item: Item): Item[] {
  return item.children.flatMap((child) => (child.children.length === 0 ? [child] : leavesOf(child)));
}
