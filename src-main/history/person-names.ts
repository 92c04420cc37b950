// How people are called wherever they are shown: as their owner calls them, else as Plex does.

/** As the table `account`, to be read in its place. */
export const persons = `(SELECT account.id, coalesce(friendly_name.name, account.name) AS name, account.thumb
  FROM account LEFT JOIN friendly_name ON friendly_name.user_id = account.id)`;

/** Of a row of `play`. */
export const personOfPlay = `coalesce((SELECT called.name FROM friendly_name AS called WHERE called.user_id = play.user_id), user_name)`;
