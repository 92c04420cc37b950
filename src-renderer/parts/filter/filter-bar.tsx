// The filter above plays and charts: a search, the days, and a chip for each thing that can be chosen.
import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useState } from 'react';
import { useView } from '../../client/marquee.ts';
import type { Step } from '../../client/use-query.ts';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import menu from '../menu.module.css';
import { DaysChip } from './days-chip.tsx';
import { FacetChip } from './facet-chip.tsx';
import { describePoints, facetParts, type FacetPart, partWords } from './filter-words.ts';
import { type Filter, isEmpty, withPart } from './filter-address.ts';
import styles from './filter-bar.module.css';

type Props = {
  filter: Filter;
  onChange: (filter: Filter, step?: Step) => void;
  /** Where the search stands; charts may do without. */
  search?: ReactNode;
  /** What titles, series and seasons are called, where someone knows. */
  nameOf?: (part: 'item' | 'series' | 'season', key: string) => string | null;
  /** False: somebody else chooses the days. */
  hasDays?: boolean;
  /** More chips, and more acts. */
  children?: ReactNode;
};

/** Always there where there is room; the others come when they are chosen. */
const usual: ReadonlySet<FacetPart> = new Set(['user', 'library', 'type', 'player', 'decision', 'reason']);

const switches = [
  { part: 'watched', value: true, says: 'Watched to the end' },
  { part: 'watched', value: false, says: 'Not watched to the end' },
  { part: 'stalled', value: true, says: 'Stopped to buffer' },
  { part: 'includeShort', value: true, says: 'With very short plays' },
  { part: 'removed', value: true, says: 'Deleted plays' },
] as const;

export function FilterBar({ filter, onChange, search, nameOf, hasDays = true, children }: Props) {
  const { snapshot } = useView();
  /** Which chip is open; one that was picked from the menu is there before anything is chosen. */
  const [opened, open] = useState<string | null>(null);
  const hasServers = (snapshot?.servers.length ?? 0) > 1;
  const isSet = (part: FacetPart) => filter[part] !== undefined;
  const parts = facetParts.filter((part) => part !== 'server' || hasServers || isSet(part));
  const others = parts.filter((part) => !isSet(part));
  return (
    <div className={styles.bar} role="search" aria-label="Filter">
      {search}
      {hasDays && (
        <DaysChip
          filter={filter}
          open={opened === 'days'}
          onOpen={(now) => open(now ? 'days' : null)}
          onChange={onChange}
        />
      )}
      {parts.map((part) => {
        const isUsual = usual.has(part) || (part === 'server' && hasServers);
        if (!isSet(part) && !isUsual && opened !== part) return null;
        return (
          <span key={part} className={classNames(!isSet(part) && opened !== part && styles.roomy)}>
            <FacetChip
              part={part}
              filter={filter}
              open={opened === part}
              onOpen={(now) => open(now ? part : null)}
              onChange={onChange}
            />
          </span>
        );
      })}
      {describePoints(filter, nameOf).map(({ part, says }) => (
        <span key={part} className={classNames(styles.chip, styles.chosen)}>
          <span className={styles.chipFixed}>{says}</span>
          <button
            type="button"
            className={styles.chipClear}
            aria-label={`Without: ${says}`}
            onClick={() => onChange(withPart(filter, part, undefined))}
          >
            ×
          </button>
        </span>
      ))}
      <Menu.Root modal={false}>
        <Menu.Trigger className={classNames(styles.chipButton, styles.more)}>
          <span className={styles.wideWord}>More</span>
          <span className={styles.narrowWord}>Filter</span>
          <Icon name="chevron" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="start" sideOffset={4} className={menu.positioner}>
            <Menu.Popup className={menu.popup}>
              {others.map((part) => (
                <Menu.Item
                  key={part}
                  className={classNames(menu.item, usual.has(part) && styles.narrowOnly)}
                  onClick={() => setTimeout(() => open(part))}
                >
                  {partWords[part]}…
                </Menu.Item>
              ))}
              {switches.map(({ part, value, says }) => (
                <Menu.CheckboxItem
                  key={says}
                  className={menu.item}
                  checked={filter[part] === value}
                  onCheckedChange={(checked) => onChange(withPart(filter, part, checked ? value : undefined))}
                >
                  <span className={menu.tick}>
                    <Menu.CheckboxItemIndicator>
                      <Icon name="check" />
                    </Menu.CheckboxItemIndicator>
                  </span>
                  {says}
                </Menu.CheckboxItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {children}
      {!isEmpty(filter) && (
        <Button look="bare" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </div>
  );
}
