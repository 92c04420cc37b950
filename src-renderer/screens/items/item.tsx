// A movie, an episode, a track, or a whole series or season: who watched it, how it was delivered, from which files.
import { useQuery } from '@tanstack/react-query';
import { type ItemDetail, type ItemQuery } from '../../../src-contract/item.ts';
import { formatSpan } from '../../../src-contract/text/format.ts';
import { reasonWords } from '../../../src-contract/text/reasons.ts';
import { codecName } from '../../../src-contract/text/words-media.ts';
import { toPlaysBehind } from '../../charts/plays-behind.ts';
import { describeDayIn, formatWatched, formatMany } from '../../charts/words.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { tellApart } from '../../client/tell-apart.ts';
import { useQueryPart } from '../../client/use-query.ts';
import { DecisionChip } from '../../parts/decision-chip.tsx';
import { Notice } from '../../parts/notice.tsx';
import { describeValue } from '../../parts/filter/filter-words.ts';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { formatBytes, readKey, toItemPage, toLibraryPage, toUserPage } from '../things/links.ts';
import { Picture } from '../things/pictures.tsx';
import { ThingCharts, ThingHistory } from '../things/thing-charts.tsx';
import { Facts, Part, ThingPage } from '../things/thing-page.tsx';
import styles from '../things/things.module.css';
import { Totals } from '../things/totals.tsx';
import { Seasons } from './seasons.tsx';

export function ItemsScreen({ page }: { page: string | null }) {
  const kind = useQueryPart().get('kind');
  if (page === null) return <Notice icon="film" title="Titles are found in the history and on charts" />;
  return (
    <ItemPage
      key={`${kind} ${page}`}
      itemKey={readKey(page)}
      kind={kind === 'series' || kind === 'season' ? kind : 'item'}
    />
  );
}

const everything = { fromMs: null, toMs: null, zone: ownZone };

function ItemPage({ itemKey, kind }: { itemKey: string; kind: ItemQuery['kind'] }) {
  const { procedures } = useMarquee();
  const { snapshot } = useView();
  const read = useQuery({ ...procedures.items.get.queryOptions({ input: { key: itemKey, kind } }), retry: false });
  const item = read.data;
  if (item === undefined)
    return <ThingPage name="Title" title={null} above={<a href="#/charts">Charts</a>} read={read} />;
  const servers = snapshot?.servers ?? [];
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  const people = tellApart(
    item.watchers.map(({ user }) => ({ key: user.id, name: user.name })),
    servers,
  );
  return (
    <ThingPage name="Title" title={item.title} above={<Parents item={item} />} read={read}>
      <div className={styles.intro}>
        <Picture serverId={item.serverId} thumb={item.thumb} widthPx={112} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <p className={styles.said}>{describeFacts(item)}</p>
          <Totals totals={item.totals} />
        </div>
      </div>
      {item.seasons.length > 0 && <Seasons seasons={item.seasons} />}
      <div className={styles.pair}>
        <Part title="Who watched it">
          <Facts
            title="Who watched it"
            heads={['Person', 'Last', 'How far', 'Plays', 'Watched']}
            numbers={2}
            wideOnly={['Watched']}
            rows={item.watchers.map(({ user, plays, watchedMs, watchedItems, percent, lastAtMs, filter }) => ({
              key: user.id,
              cells: [
                <a key="user" href={toUserPage(user.id)}>
                  {people.get(user.id)}
                </a>,
                describeDayIn(lastAtMs, ownZone),
                item.kind === 'item'
                  ? percent === null
                    ? '–'
                    : `${Math.round(percent)} %`
                  : `${watchedItems} to the end`,
                <a key="plays" href={toPlaysBehind({}, everything, [item.filter, filter]) ?? ''}>
                  {plays.toLocaleString('en-GB')}
                </a>,
                formatWatched(watchedMs),
              ],
            }))}
          />
        </Part>
        <Part title="How it was delivered">
          <Facts
            title="How it was delivered"
            heads={['Delivery', 'Plays', 'Watched']}
            numbers={2}
            rows={item.decisions.map(({ decision, plays, watchedMs, filter }) => ({
              key: decision ?? 'unknown',
              cells: [
                decision === null ? (
                  'Not known'
                ) : (
                  <DecisionChip key="decision" stream={{ decision, confirmed: true }} />
                ),
                <a key="plays" href={toPlaysBehind({}, everything, [item.filter, filter]) ?? ''}>
                  {plays.toLocaleString('en-GB')}
                </a>,
                formatWatched(watchedMs),
              ],
            }))}
          />
          {item.reasons.length > 0 && (
            <Facts
              title="Why it was converted"
              heads={['Why it was converted', 'Plays']}
              numbers={1}
              rows={item.reasons.map(({ code, plays, filter }) => ({
                key: code,
                cells: [
                  reasonWords[code].title,
                  <a key="plays" href={toPlaysBehind({}, everything, [item.filter, filter]) ?? ''}>
                    {plays.toLocaleString('en-GB')}
                  </a>,
                ],
              }))}
            />
          )}
        </Part>
        <Part title="Which files were played">
          <Facts
            title="Which files were played"
            heads={['File', 'Last', 'Plays']}
            numbers={1}
            rows={item.versions.map(({ resolution, videoCodec, audioCodec, container, plays, lastAtMs }) => {
              const words = [
                resolution && describeValue('sourceResolution', resolution),
                codecName(videoCodec),
                codecName(audioCodec),
                codecName(container),
              ]
                .filter((word) => word !== null)
                .join(' · ');
              return {
                key: words,
                cells: [
                  words === '' ? 'Not known' : words,
                  describeDayIn(lastAtMs, ownZone),
                  plays.toLocaleString('en-GB'),
                ],
              };
            })}
          />
        </Part>
        <Part title="Where it lies">
          <Facts
            title="Where it lies"
            heads={['Library', 'Size', 'Plays']}
            numbers={2}
            rows={item.libraries.map(({ key, title, serverId, plays }) => {
              const copy = item.copies.find((one) => `${one.serverId}:${one.sectionId}` === key);
              return {
                key,
                cells: [
                  <span key="name">
                    <a href={toLibraryPage(key)}>{title}</a>{' '}
                    <span className={styles.quiet}>{names.get(serverId) ?? 'a server of before'}</span>
                  </span>,
                  copy?.bytes == null ? '' : formatBytes(copy.bytes),
                  plays.toLocaleString('en-GB'),
                ],
              };
            })}
          />
        </Part>
      </div>
      <ThingCharts
        filter={item.filter}
        charts={['days-by-type', 'users', 'completion', 'days-by-decision', 'hours', 'week-hours']}
      />
      <ThingHistory filter={item.filter} />
    </ThingPage>
  );
}

function Parents({ item: { kind, grandparentTitle, parentTitle, seriesKey, seasonKey } }: { item: ItemDetail }) {
  return (
    <>
      <a href="#/charts">Charts</a>
      {kind !== 'series' && seriesKey !== null && grandparentTitle !== null && (
        <>
          {' › '}
          <a href={toItemPage(seriesKey, 'series')}>{grandparentTitle}</a>
        </>
      )}
      {kind === 'item' && seasonKey !== null && parentTitle !== null && (
        <>
          {' › '}
          <a href={toItemPage(seasonKey, 'season')}>{parentTitle}</a>
        </>
      )}
    </>
  );
}

function describeFacts({ year, durationMs, watchers, firstAtMs, lastAtMs }: ItemDetail): string {
  const facts = [
    year === null ? null : String(year),
    durationMs === null ? null : formatSpan(durationMs),
    formatMany(watchers.length, 'person', 'people'),
    firstAtMs === null ? null : `first ${describeDayIn(firstAtMs, ownZone)}`,
    lastAtMs === null ? null : `last ${describeDayIn(lastAtMs, ownZone)}`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}
