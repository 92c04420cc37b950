// An entry of `/status/sessions`: who plays what on what, and the streams as they are DELIVERED, not as they lie on the disk.
import type { Section } from '../library/item.ts';
import type { Delivered, How } from '../playback/delivery.ts';
import type { Session } from '../playback/session.ts';
import { keyed, element, single, tags, type Attributes, type Element } from './element.ts';
import { itemAttributes, tagOf } from './item-element.ts';
import { frameRateName, streamElement } from './stream-element.ts';
import { transcodeElement } from './transcode-element.ts';

export function sessionElement(session: Session, section: Section | null): Element {
  const { item } = session;
  const timed = item.airing === null && item.durationMs > 0;
  const attributes: Attributes = {
    ...itemAttributes(item, section, true),
    sessionKey: session.sessionKey,
    ...(item.airing === null ? {} : { live: '1' }),
    ...(timed ? { viewOffset: session.reportedMs } : {}),
    ...(item.type === 'photo' ? { viewOffset: 0 } : {}),
  };
  const transcode = transcodeElement(session, { offsets: true });
  return keyed(
    element(tagOf(item), attributes, [
      mediaElement(session),
      ...tags('Genre', item.genres),
      ...tags('Director', item.directors),
      ...item.externalGuids.map((guid) => element('Guid', { id: guid })),
      userElement(session),
      playerElement(session),
      sessionIdElement(session),
      transcode === null ? null : single(transcode),
    ]),
    'Metadata',
  );
}

function userElement({ viewer }: Session): Element | null {
  if (viewer === 'absent') return null;
  if (viewer === 'empty') return single(element('User', {}));
  return single(element('User', { id: String(viewer.id), thumb: viewer.thumb, title: viewer.name }));
}

function playerElement(session: Session): Element {
  const { player, network, viewer } = session;
  const local = network.kind === 'lan';
  return single(
    element('Player', {
      address: network.address,
      device: player.device,
      machineIdentifier: player.machineIdentifier,
      model: player.model,
      platform: player.platform,
      platformVersion: player.platformVersion,
      product: player.product,
      profile: player.profile,
      remotePublicAddress: network.publicAddress,
      state: session.state,
      title: player.title,
      vendor: player.vendor,
      version: player.version,
      local,
      relayed: network.kind === 'relay',
      secure: network.secure,
      ...(viewer === 'empty' || viewer === 'absent' ? {} : { userID: viewer.id }),
    }),
  );
}

function sessionIdElement(session: Session): Element | null {
  if (session.sessionId === null) return null;
  const { delivery, network } = session;
  const kbps = delivery.bitrateKbps > 0 ? Math.round(delivery.bitrateKbps * 1.05) : 0;
  return single(
    element('Session', { id: session.sessionId, bandwidth: kbps, location: network.kind === 'lan' ? 'lan' : 'wan' }),
  );
}

function mediaElement(session: Session): Element {
  const { delivery, item } = session;
  const { version, video, audio, converting } = delivery;
  const live = item.airing;
  const length = version.durationMs > 0 ? { duration: version.durationMs } : {};
  const shape: Attributes = {
    ...(audio?.stream.profile ? { audioProfile: audio.stream.profile } : {}),
    ...(video === null ? {} : { videoProfile: video.stream.profile }),
    ...(delivery.bitrateKbps > 0 ? { bitrate: delivery.bitrateKbps } : {}),
    container: delivery.container,
    ...length,
    ...(delivery.width > 0 ? { height: delivery.height, width: delivery.width } : {}),
    ...(converting ? { optimizedForStreaming: true, protocol: delivery.protocol } : {}),
  };
  const part = element(
    'Part',
    {
      ...(live === null
        ? {
            id: String(version.partId),
            file: version.file,
            key: `/library/parts/${version.partId}/${item.addedAtS}/file.${version.container}`,
            size: version.sizeBytes,
          }
        : {}),
      ...shape,
      ...(item.type === 'photo' ? {} : { decision: converting ? 'transcode' : 'directplay', selected: true }),
    },
    streamElements(session),
  );
  return element(
    'Media',
    {
      ...(live === null
        ? { id: String(version.id) }
        : {
            uuid: live.uuid,
            origin: 'livetv',
            channelTitle: live.channel,
            channelIdentifier: live.channelNumber,
            channelCallSign: live.channel,
          }),
      ...shape,
      ...(audio === null ? {} : { audioChannels: audio.stream.channels, audioCodec: audio.stream.codec }),
      ...(video === null
        ? {}
        : {
            videoCodec: video.stream.codec,
            videoFrameRate: frameRateName(video.stream.frameRate),
            videoResolution: delivery.resolution,
          }),
      ...(version.optimized ? { proxyType: 42, title: 'Optimized for Mobile' } : {}),
      ...(item.type === 'photo' ? {} : { selected: true }),
    },
    [part],
  );
}

function streamElements(session: Session): Element[] {
  const { video, audio, subtitle } = session.delivery;
  const found: Element[] = [];
  if (video !== null)
    found.push(
      streamElement(video.stream, { asText: true, index: found.length, attributes: how(video, 'segments-video') }),
    );
  if (audio !== null) {
    found.push(
      streamElement(audio.stream, {
        asText: true,
        index: found.length,
        attributes: { selected: true, ...how(audio, 'segments-audio') },
      }),
    );
  }
  if (subtitle !== null) {
    const place = subtitle.how === 'burn' ? 'burn' : 'sidecar-subs';
    found.push(
      streamElement(subtitle.stream, {
        asText: true,
        index: found.length,
        attributes: { selected: true, ...how(subtitle, place) },
      }),
    );
  }
  return found;
}

/** A stream that goes out untouched has no `decision` at all. */
function how(sent: Delivered<unknown> & { how: How | 'burn' }, place: string): Attributes {
  return sent.how === 'direct' ? { location: 'direct' } : { decision: sent.how, location: place };
}
