// How long the watcher waits before it believes, doubts or gives up. Every delay of the state machine is here.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A server may claim a transcode that never comes: two readings this far apart must agree. */
export const CONFIRM_MS = 3 * SECOND;
/** Listed as playing, but no frame and no moving position for this long: silent. */
export const SILENT_MS = MINUTE;
/** Players report their position every 10 s: one whose position is older than this had gone before we saw it. */
export const REPORT_MS = 12 * SECOND;
/** A transcode slower than real time for this long will make the viewer wait. */
export const STARVING_MS = 20 * SECOND;
/** A stop or a cancelled transcode gets its verdict after this long. */
export const VERDICT_MS = 10 * SECOND;
/** How often the list is read while a stop waits for its verdict. */
export const VERDICT_POLL_MS = SECOND;
/** A transcode that is listed this long after its end was told has come back; earlier it only lingers. */
export const CANCEL_LINGER_MS = SECOND;
/** An ended session may linger in Plex's list. Plex does not say for how long; longer than this it plays again. */
export const LINGER_MS = 10 * SECOND;
/** After an outage players need a moment to report again: a missing session keeps its card for this long. */
export const SETTLING_MS = 30 * SECOND;
/** How often the list is read while sessions are missing after an outage. */
export const SETTLING_POLL_MS = 5 * SECOND;
/** The socket is well and nothing plays. */
export const QUIET_POLL_MS = 5 * MINUTE;
/** The socket is down and something played at the last look. */
export const BLIND_POLL_MS = 10 * SECOND;
/** The server refuses us. One that has just started may do so for a moment, so it is asked again after this… */
export const REFUSED_RETRY_MS = 15 * SECOND;
/** …then each time after as long as it has refused, and at least this often. */
export const REFUSED_POLL_MS = 5 * MINUTE;
/** A sleep shorter than this leaves no gap worth telling. */
export const SLEEP_GAP_MS = 90 * SECOND;
/** A library has finished adding when it says nothing new for this long. */
export const LIBRARY_QUIET_MS = 30 * SECOND;
/** A session's position and load are kept at most this often. */
export const SAMPLE_MS = 10 * SECOND;
/** A viewing counts as watched here, or at the credits if they begin earlier; unless the owner says otherwise. */
export const WATCHED_SHARE = 0.85;
/** Plex rounds: an offset this little beyond the duration is the end, more belongs to the next item. */
export const ROUNDING_MS = SECOND;
/** However many webhooks come, they ask for the list at most this often. */
export const WEBHOOK_POLL_MS = SECOND;
/** A webhook may be delivered twice, to the user's hook and to the owner's, and be late: within this it is the same. */
export const REPEATED_WEBHOOK_MS = 10 * MINUTE;
/** A show that was told of by the socket within this time is not told of again by a webhook. */
export const SAME_NEWS_MS = 60 * MINUTE;
