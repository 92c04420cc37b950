// A library: what it holds and how that grew, what came last, what nobody has ever played, and all its plays.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type LibraryDetail, neverWatchedSortSchema } from '../../../src-contract/library.ts';
import { formatSpan } from '../../../src-contract/text/format.ts';
import { describeDayIn, describeMomentIn, formatMany } from '../../charts/words.ts';
import { describeProblem } from '../../client/describe-problem.ts';
import { useMarquee, useView } from '../../client/marquee.ts';
import { Button } from '../../parts/button.tsx';
import { ownZone } from '../../parts/filter/use-filter.ts';
import { formatBytes, toItemPage } from '../things/links.ts';
import { Picture } from '../things/pictures.tsx';
import { ThingCharts, ThingHistory } from '../things/thing-charts.tsx';
import { Facts, Part, ThingPage } from '../things/thing-page.tsx';
import styles from '../things/things.module.css';
import { Totals } from '../things/totals.tsx';
import { Growth } from './growth.tsx';
import { describeGone, describeHolding, describeLibraryItem } from './words.ts';

type Key = { server: string; section: string };

export function LibraryPage({ server, section }: Key) {
  const { procedures } = useMarquee();
  const { snapshot } = useView();
  const read = useQuery({
    ...procedures.libraries.get.queryOptions({ input: { server, section } }),
    retry: false,
    // While it is read from its server, how far that is.
    refetchInterval: ({ state }) => (state.data?.reading ? 1000 : false),
  });
  const library = read.data;
  const watched = snapshot?.servers.find(({ id }) => id === server);
  return (
    <ThingPage
      name="Library"
      title={library?.title ?? null}
      above={<a href="#/libraries">Libraries</a>}
      beside={library !== undefined && !library.gone && <ReadNow server={server} section={section} />}
      read={read}
    >
      {library !== undefined && (
        <>
          <p className={styles.said}>
            On {watched?.name ?? 'a server of before'}. {describeState(library, watched !== undefined)}
          </p>
          <Totals totals={library.totals} />
          <Added server={server} section={section} />
          {library.growth.length > 1 && <Growth growth={library.growth} />}
          <ThingCharts
            filter={library.filter}
            charts={['days-by-type', 'users', 'titles', 'series', 'days-by-decision', 'week-hours']}
          />
          {library.neverWatched !== null && (
            <NeverWatched server={server} section={section} sums={library.neverWatched} />
          )}
          <ThingHistory filter={library.filter} />
        </>
      )}
    </ThingPage>
  );
}

function describeState({ gone, holding, reading, readAtMs }: LibraryDetail, isWatched: boolean): string {
  if (gone) return describeGone(readAtMs, isWatched);
  const now =
    reading === null
      ? ''
      : ` Being read now: ${reading.done.toLocaleString('en-GB')}${reading.total === null ? '' : ` of ${reading.total.toLocaleString('en-GB')}`}.`;
  if (holding === null) return `It was not read yet.${now}`;
  const when = readAtMs === null ? '' : `, as of ${describeMomentIn(readAtMs, ownZone)}`;
  return `${describeHolding(holding)}${when}.${now}`;
}

function ReadNow(input: Key) {
  const { procedures } = useMarquee();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: procedures.libraries.key() });
  const reading = useMutation(procedures.libraries.read.mutationOptions({ onMutate: refresh, onSettled: refresh }));
  return (
    <>
      <Button disabled={reading.isPending} onClick={() => reading.mutate(input)}>
        {reading.isPending ? 'Reading…' : 'Read it now'}
      </Button>
      {reading.error !== null && <p role="alert">{describeProblem(reading.error)}</p>}
    </>
  );
}

function Added(input: Key) {
  const { procedures } = useMarquee();
  const added = useQuery(procedures.libraries.recentlyAdded.queryOptions({ input }));
  if (added.data === undefined || added.data.length === 0) return null;
  return (
    <Part title="Added lately">
      <ul className={styles.shelf}>
        {added.data.map(({ item, label, detail, count }) => (
          <li key={item.ratingKey}>
            <Picture serverId={item.serverId} thumb={item.thumb} widthPx={104} />
            <a href={toItemPage(item.itemKey)}>{detail === null || item.type === 'movie' ? label : detail}</a>
            <p className={styles.quiet}>
              {item.type === 'movie' ? detail : `${label}${count > 1 ? ` · ${count} new` : ''}`}
            </p>
            {item.addedAtMs !== null && <p className={styles.quiet}>{describeDayIn(item.addedAtMs, ownZone)}</p>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

const sortWords = { added: 'There the longest', title: 'By title', bytes: 'Largest', duration: 'Longest' } as const;

function NeverWatched({ server, section, sums }: Key & { sums: NonNullable<LibraryDetail['neverWatched']> }) {
  const { procedures } = useMarquee();
  const [sort, setSort] = useState<keyof typeof sortWords>('added');
  const [length, setLength] = useState(50);
  const order = sort === 'bytes' || sort === 'duration' ? 'desc' : 'asc';
  const read = useQuery({
    ...procedures.libraries.neverWatched.queryOptions({ input: { server, section, sort, order, length } }),
    placeholderData: (before) => before,
  });
  const note = `${formatMany(sums.items, 'thing')} that nobody has ever played: ${formatSpan(sums.durationMs)}, ${formatBytes(sums.bytes)}.`;
  return (
    <Part title="Never watched" note={sums.items === 0 ? 'Everything in it was played at least once.' : note}>
      {sums.items > 0 && (
        <>
          <p className={styles.form}>
            {neverWatchedSortSchema.options.map((one) => (
              <Button
                key={one}
                look={one === sort ? 'main' : 'quiet'}
                aria-pressed={one === sort}
                onClick={() => setSort(one)}
              >
                {sortWords[one]}
              </Button>
            ))}
          </p>
          <Facts
            title="Never watched"
            heads={['Title', 'Added', 'Length', 'Size']}
            numbers={2}
            rows={(read.data?.items ?? []).map((item) => ({
              key: item.ratingKey,
              cells: [
                describeLibraryItem(item),
                item.addedAtMs === null ? '' : describeDayIn(item.addedAtMs, ownZone),
                item.durationMs === null ? '' : formatSpan(item.durationMs),
                item.bytes === null ? '' : formatBytes(item.bytes),
              ],
            }))}
          />
          {read.data?.next != null && length < 1000 && (
            <Button onClick={() => setLength(Math.min(1000, length * 4))}>Show more</Button>
          )}
        </>
      )}
    </Part>
  );
}
