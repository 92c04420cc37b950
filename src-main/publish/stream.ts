// The stream in which the broker keeps our facts: made when it is missing, checked when it is there.
import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';

export const streamName = 'MARQUEE';

const dayNs = 24 * 60 * 60 * 1e9;

/** What the broker is asked for when the stream is new. Afterwards its limits are the owner's. */
const made = {
  name: streamName,
  description: 'What Marquee has to tell',
  storage: 'file',
  retention: 'limits',
  // What was told goes when it is old, never because there is too much of it: a full broker refuses, and we wait.
  max_age: 90 * dayNs,
  duplicate_window: 2 * 60 * 1e9,
} as const;

/** 10074: more than one copy needs a cluster. 10005: the cluster has too few servers for so many. */
const tooFewServers = [10_074, 10_005];

const add = async (manager: JetStreamManager, subject: string, clustered: boolean): Promise<StreamInfo> => {
  const one = { ...made, subjects: [subject] };
  if (!clustered) return manager.streams.add(one);
  try {
    return await manager.streams.add({ ...one, num_replicas: 3 });
  } catch (error) {
    if (error instanceof JetStreamApiError && tooFewServers.includes(error.code)) return manager.streams.add(one);
    throw error;
  }
};

/** Whether a stream with this subject takes everything under `prefix.>`. */
const covers = (subject: string, prefix: string): boolean => {
  const [tokens, wanted] = [subject.split('.'), `${prefix}.>`.split('.')];
  const end = tokens.indexOf('>');
  if (end === -1 || end >= wanted.length) return false;
  return tokens.slice(0, end).every((token, index) => token === '*' || token === wanted[index]);
};

/** In a cluster it has three copies where there are servers enough. Another prefix in the same stream is left alone. */
export const ensureStream = async (
  manager: JetStreamManager,
  prefix: string,
  clustered: boolean,
): Promise<StreamInfo> => {
  const subject = `${prefix}.>`;
  try {
    const found = await manager.streams.info(streamName);
    if (found.config.subjects.some((one) => covers(one, prefix))) return found;
    return await manager.streams.update(streamName, { subjects: [...found.config.subjects, subject] });
  } catch (error) {
    const isMissing = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
    if (!isMissing) throw error;
    return add(manager, subject, clustered);
  }
};
