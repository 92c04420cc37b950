// The seasons of a series, or the albums of an artist, with each episode and how often it was played.
import type { ItemDetail } from '../../../src-contract/item.ts';
import { formatMany, formatWatched } from '../../charts/words.ts';
import { toItemPage } from '../things/links.ts';
import { Facts, Part } from '../things/thing-page.tsx';
import styles from './seasons.module.css';

export function Seasons({ seasons }: Pick<ItemDetail, 'seasons'>) {
  return (
    <Part title="Its parts">
      {seasons.map((season) => (
        <details key={season.key} className={styles.season}>
          <summary>
            {season.title}
            <span className={styles.sum}>
              {formatMany(season.plays, 'play')} · {season.watchedMs > 0 && `${formatWatched(season.watchedMs)} · `}
              {formatMany(season.users, 'person', 'people')}
            </span>
          </summary>
          <Facts
            title={season.title}
            heads={['Title', 'Plays', 'People']}
            numbers={2}
            rows={season.episodes.map(({ key, title, index, plays, users }) => ({
              key,
              cells: [
                plays === 0 ? (
                  toName(index, title)
                ) : (
                  <a key="item" href={toItemPage(key)}>
                    {toName(index, title)}
                  </a>
                ),
                plays.toLocaleString('en-GB'),
                users.toLocaleString('en-GB'),
              ],
            }))}
          />
        </details>
      ))}
    </Part>
  );
}

const toName = (index: number | null, title: string) => (index === null ? title : `${index}. ${title}`);
