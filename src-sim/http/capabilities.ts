// What the server can do, as it says at its root: Plex Pass, features, transcoder.
import type { Attributes } from '../render/element.ts';
import type { World } from '../world.ts';

export const features =
  'adaptive_bitrate,collections,content_filter,dvr,hardware_transcoding,home,hwtranscode,item_clusters,livetv,loudness,lyrics,music-analysis,pass,photos-v5,premium_music_metadata,radio,server-manager,session_bandwidth_restrictions,session_kick,shared-radio,sync,trailers,type-first,unsupportedtuners,webhooks';

export function capabilities(world: World): Attributes {
  const transcodes = [...world.sessions.values()].filter(
    ({ transcode, delivery }) => transcode !== null && !transcode.stray && delivery.video !== null,
  );
  return {
    allowCameraUpload: true,
    allowChannelAccess: true,
    allowMediaDeletion: true,
    allowSharing: true,
    allowSync: true,
    allowTuners: true,
    apiVersion: '1.2.2',
    backgroundProcessing: true,
    certificate: true,
    companionProxy: true,
    countryCode: 'usa',
    diagnostics: 'logs,databases,streaminglogs',
    eventStream: true,
    friendlyName: world.name,
    hubSearch: true,
    itemClusters: true,
    livetv: 7,
    machineIdentifier: world.machineIdentifier,
    mediaProviders: true,
    multiuser: true,
    musicAnalysis: 2,
    myPlex: true,
    myPlexMappingState: world.reachable ? 'mapped' : 'failed',
    myPlexSigninState: 'ok',
    myPlexSubscription: world.plexPass,
    myPlexUsername: 'owner@example.com',
    offlineTranscode: 1,
    ownerFeatures: world.plexPass ? features : '',
    platform: world.platform,
    platformVersion: '6.8.0 (Debian 12)',
    pluginHost: true,
    pushNotifications: false,
    readOnlyLibraries: false,
    streamingBrainABRVersion: 3,
    streamingBrainVersion: 2,
    sync: true,
    transcoderActiveVideoSessions: transcodes.length,
    transcoderAudio: true,
    transcoderLyrics: true,
    transcoderPhoto: true,
    transcoderSubtitles: true,
    transcoderVideo: true,
    transcoderVideoBitrates: '64,96,208,320,720,1500,2000,3000,4000,8000,10000,12000,20000',
    transcoderVideoQualities: '0,1,2,3,4,5,6,7,8,9,10,11,12',
    transcoderVideoResolutions: '128,128,160,240,320,480,768,720,720,1080,1080,1080,1080',
    updatedAt: Math.floor(world.bornAtMs / 1000),
    updater: true,
    version: world.version,
    voiceSearch: true,
  };
}
