// The cards of the first page in a row: what is watched most, by whom, where; each line leads on.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type CardLine, type CardName, cardNameSchema, type Home } from '../../../src-contract/chart.ts';
import { artworkUri } from '../../client/artwork.ts';
import { useMarquee } from '../../client/marquee.ts';
import type { NamedServer } from '../../client/tell-apart.ts';
import { useHomes } from '../../client/use-homes.ts';
import { toPlaysBehind } from '../../charts/plays-behind.ts';
import { type Question, toInput } from '../../charts/question.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { cardTitles, describeAmount, describeLabel, describeMore, describeNone } from './home-words.ts';
import { toItemPage, toLibraryPage, toUserPage } from '../things/links.ts';
import styles from './home-row.module.css';

/** They have their places before they are read. */
const toCome: Home['cards'] = cardNameSchema.options.map((card) => ({ card, lines: [] }));

/** Only libraries may be more than were asked for. */
const mostLines = 5;

export function HomeRow({ question }: { question: Question }) {
  const { procedures } = useMarquee();
  const home = useQuery({
    ...procedures.charts.home.queryOptions({ input: toInput(question, ownZone) }),
    placeholderData: (before) => before,
  });
  const zone = question.filter.zone ?? ownZone;
  const homes = useHomes();
  if (home.isError && home.data === undefined) {
    return (
      <p className={styles.trouble}>
        The cards cannot be read now. <Button onClick={() => void home.refetch()}>Try again</Button>
      </p>
    );
  }
  const range = { fromMs: home.data?.fromMs ?? null, toMs: home.data?.toMs ?? null, zone };
  return (
    <section aria-label="At a glance">
      <ul
        className={classNames(styles.row, home.isPlaceholderData && styles.stale)}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable
        tabIndex={0}
        aria-label="Cards"
      >
        {(home.data?.cards ?? toCome).map(({ card, lines }) => (
          <li key={card} className={styles.card} aria-busy={home.data === undefined}>
            <h3>{cardTitles[card]}</h3>
            {home.data !== undefined && lines.length === 0 && <p className={styles.quiet}>{describeNone(card)}</p>}
            <ol className={styles.lines}>
              {lines.slice(0, mostLines).map((line) => (
                <li key={line.key} className={styles.line}>
                  <Picture card={card} line={line} />
                  <div className={styles.what}>
                    <p className={styles.name}>
                      <LineLink href={toHref(card, line, question, range)}>{describeLabel(card, line)}</LineLink>
                    </p>
                    <p className={styles.quiet}>
                      {describeMore(card, line, question.by, zone, homeOf(line, lines, homes))}
                    </p>
                  </div>
                  <p className={styles.amount}>{describeAmount(card, line, question.by, zone)}</p>
                </li>
              ))}
            </ol>
            {lines.length > mostLines && (
              <p className={styles.more}>
                <a href="#/libraries">All {lines.length} libraries</a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where a line is from, when another one is called the same. */
function homeOf(line: CardLine, lines: readonly CardLine[], homes: readonly NamedServer[]): string | null {
  /** People are of no server, but for those whom only one knows. */
  const idOf = ({ serverId, key }: CardLine) =>
    serverId ?? homes.find(({ id }) => key.startsWith(`${id}:`))?.id ?? null;
  const own = idOf(line);
  if (own === null || lines.every((other) => other.label !== line.label || idOf(other) === own)) return null;
  return homes.find(({ id }) => id === own)?.name ?? 'a server of before';
}

type Range = Parameters<typeof toPlaysBehind>[1];

/** People, libraries and titles have pages of their own; of others the plays are shown. */
function toHref(card: CardName, { key, filter }: CardLine, question: Question, range: Range): string | null {
  switch (card) {
    case 'users':
      return toUserPage(key);
    case 'libraries':
    case 'library-totals':
      return toLibraryPage(key);
    case 'top-movies':
    case 'popular-movies':
      return toItemPage(key);
    case 'top-series':
    case 'popular-series':
    case 'top-artists':
    case 'popular-artists':
      return toItemPage(key, 'series');
    case 'recently-watched':
    case 'recently-added':
      return typeof filter?.['item'] === 'string' ? toItemPage(filter['item']) : null;
    case 'platforms':
    case 'concurrent':
      return filter === null ? null : toPlaysBehind(question.filter, range, [filter]);
  }
}

function LineLink({ href, children }: { href: string | null; children: string }) {
  return href === null ? children : <a href={href}>{children}</a>;
}

const signs: Partial<Record<CardName, IconName>> = {
  'top-movies': 'film',
  'popular-movies': 'film',
  'top-series': 'television',
  'popular-series': 'television',
  'top-artists': 'note',
  'popular-artists': 'note',
  'recently-watched': 'film',
  'recently-added': 'film',
};

/** Only things of a server have pictures that Marquee can ask for. */
function Picture({ card, line }: { card: CardName; line: CardLine }) {
  const [broken, setBroken] = useState<string | null>(null);
  const sign = signs[card];
  if (sign === undefined) return null;
  const square = sign === 'note';
  const [width, height] = [32, square ? 32 : 48];
  const uri =
    line.thumb === null || line.serverId === null ? null : artworkUri(line.serverId, line.thumb, width, height);
  return (
    <div className={classNames(styles.picture, square && styles.square)}>
      {uri === null || uri === broken ? (
        <Icon name={sign} />
      ) : (
        <img
          src={uri}
          alt=""
          loading="lazy"
          decoding="async"
          width={width}
          height={height}
          onError={() => setBroken(uri)}
        />
      )}
    </div>
  );
}
