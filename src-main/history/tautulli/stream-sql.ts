// How a play was delivered, from Tautulli's columns of sources and streams: as SQL, over rows whose cells are texts.

const whole = (name: string): string => `try_cast(${name} AS INTEGER)`;

/** `4.1`; by way of a decimal, so that it is no infinity. */
const fraction = (name: string): string => `try_cast(try_cast(${name} AS DECIMAL(9, 3)) AS DOUBLE)`;

const toDecision = (sql: string): string =>
  `CASE ${sql} WHEN 'direct play' THEN 'direct-play' WHEN 'directplay' THEN 'direct-play' WHEN 'copy' THEN 'copy'
    WHEN 'transcode' THEN 'transcode' WHEN 'burn' THEN 'transcode' END`;

/** `1080p` and `1080` are one; `24p`, `NTSC` and `PAL` are rates. */
const toResolution = (sql: string): string => `nullif(rtrim(lower(${sql}), 'pi'), '')`;
const toRate = (name: string): string =>
  `CASE lower(${name}) WHEN 'ntsc' THEN 29.97::DOUBLE WHEN 'pal' THEN 25::DOUBLE
    ELSE ${fraction(`rtrim(lower(${name}), 'pifs ')`)} END`;
/** Tautulli writes several, such as "Dolby Vision/HDR10", the best first. */
const toRange = (name: string): string =>
  `CASE split_part(${name}, '/', 1) WHEN 'SDR' THEN 'sdr' WHEN 'HDR' THEN 'hdr10' WHEN 'HDR10' THEN 'hdr10'
    WHEN 'HDR10+' THEN 'hdr10-plus' WHEN 'HLG' THEN 'hlg' WHEN 'Dolby Vision' THEN 'dolby-vision'
    WHEN 'DV' THEN 'dolby-vision' END`;

type Side = '' | 'stream_';

const resolutionOf = (side: Side): string =>
  toResolution(`coalesce(${side}video_resolution, ${side}video_full_resolution)`);

const toVideo = (side: Side): string =>
  `CASE WHEN ${side}video_codec IS NOT NULL OR ${side}resolution IS NOT NULL THEN to_json({
    'codec': ${side}video_codec, 'profile': NULL::VARCHAR, 'level': ${fraction(`${side}video_codec_level`)},
    'bitrateKbps': ${whole(`${side}video_bitrate`)}, 'width': ${whole(`${side}video_width`)},
    'height': ${whole(`${side}video_height`)}, 'resolution': ${side}resolution,
    'frameRate': ${toRate(`${side}video_framerate`)}, 'bitDepth': ${whole(`${side}video_bit_depth`)},
    'dynamicRange': ${toRange(`${side}video_dynamic_range`)}, 'interlaced': ${side}video_scan_type = 'interlaced',
    'anamorphic': NULL::BOOLEAN })::VARCHAR END`;

const toAudio = (side: Side): string =>
  `CASE WHEN ${side}audio_codec IS NOT NULL THEN to_json({
    'codec': ${side}audio_codec, 'profile': NULL::VARCHAR, 'channels': ${whole(`${side}audio_channels`)},
    'bitrateKbps': ${whole(`${side}audio_bitrate`)}, 'samplingRateHz': NULL::INTEGER,
    'language': coalesce(${side}audio_language_code, ${side}audio_language), 'title': NULL::VARCHAR })::VARCHAR END`;

const toSubtitle = (side: Side): string =>
  `CASE WHEN subtitles = '1' AND ${side}subtitle_codec IS NOT NULL THEN to_json({
    'codec': ${side}subtitle_codec,
    'format': CASE ${side}subtitle_codec WHEN 'pgs' THEN 'picture' WHEN 'vobsub' THEN 'picture'
      WHEN 'dvd_subtitle' THEN 'picture' WHEN 'dvb_subtitle' THEN 'picture' WHEN 'hdmv_pgs_subtitle' THEN 'picture'
      ELSE 'text' END,
    'language': coalesce(${side}subtitle_language_code, ${side}subtitle_language), 'title': NULL::VARCHAR,
    'forced': coalesce(${side}subtitle_forced = '1', false), 'external': false })::VARCHAR END`;

/** The parts are texts already: to put them together again as values takes three times as long. */
const join = (source: string, delivered: string, decision: string, more = ''): string =>
  `concat('{"source":', coalesce(${source}, 'null'), ',"delivered":', coalesce(${delivered}, 'null'),
    ',"decision":"', ${decision}, '"'${more}, '}')`;

/** A direct play delivers its source; older Tautullis did not write what was delivered. */
const orSource = (name: 'video' | 'audio'): string =>
  `${name}_delivered, CASE WHEN ${name}_decided = 'direct-play' THEN ${name}_source END`;

/** Adds what was decided. Before 2016 there was no decision of the whole: it is the harder of its streams, as Tautulli has it since. */
const withDecisions = (rows: string): string => `
  SELECT *, coalesce(whole_told, CASE
      WHEN video_told = 'transcode' OR audio_told = 'transcode' THEN 'transcode'
      WHEN video_told = 'copy' OR audio_told = 'copy' THEN 'copy'
      ELSE coalesce(video_told, audio_told) END) AS decision
  FROM (
    SELECT *, ${toDecision('coalesce(stream_video_decision, video_decision)')} AS video_told,
      ${toDecision('coalesce(stream_audio_decision, audio_decision)')} AS audio_told,
      ${toDecision('transcode_decision')} AS whole_told,
      ${resolutionOf('')} AS resolution, ${resolutionOf('stream_')} AS stream_resolution,
      ${whole('bitrate')} AS bitrate_kbps, ${whole('stream_bitrate')} AS stream_bitrate_kbps,
      coalesce(stream_container, transcode_container) AS delivered_container
    FROM (${rows}))`;

/** Adds the decisions and the parts of the stream; where Tautulli says nothing of the delivery, there is no decision. */
export const withStream = (rows: string): string => `
  SELECT *,
    CASE WHEN decision IS NOT NULL AND (video_told IS NOT NULL OR video_source IS NOT NULL)
      THEN coalesce(video_told, decision) END AS video_decided,
    CASE WHEN decision IS NOT NULL AND (audio_told IS NOT NULL OR audio_source IS NOT NULL)
      THEN coalesce(audio_told, decision) END AS audio_decided,
    CASE WHEN decision IS NOT NULL THEN resolution END AS source_resolution,
    CASE WHEN decision IS NULL THEN NULL WHEN video_delivered IS NOT NULL THEN stream_resolution
      WHEN coalesce(video_told, decision) = 'direct-play' THEN resolution END AS delivered_resolution
  FROM (
    SELECT *, ${toVideo('')} AS video_source, ${toVideo('stream_')} AS video_delivered,
      ${toAudio('')} AS audio_source, ${toAudio('stream_')} AS audio_delivered,
      ${toSubtitle('')} AS subtitle_source, ${toSubtitle('stream_')} AS subtitle_delivered
    FROM (${withDecisions(rows)}))`;

const containerSource = `CASE WHEN container IS NOT NULL OR bitrate_kbps IS NOT NULL THEN to_json({
  'container': container, 'protocol': NULL::VARCHAR, 'bitrateKbps': bitrate_kbps })::VARCHAR END`;
const containerDelivered = `CASE WHEN delivered_container IS NOT NULL OR stream_bitrate_kbps IS NOT NULL THEN to_json({
  'container': delivered_container, 'protocol': transcode_protocol, 'bitrateKbps': stream_bitrate_kbps })::VARCHAR END`;

const partJson = (name: 'video' | 'audio'): string =>
  `CASE WHEN ${name}_decided IS NULL THEN 'null' ELSE
    ${join(`${name}_source`, orSource(name), `${name}_decided`)} END`;

const subtitleJson = `CASE WHEN subtitles IS DISTINCT FROM '1' THEN 'null' ELSE ${join(
  'subtitle_source',
  `subtitle_delivered, CASE WHEN stream_subtitle_decision IS DISTINCT FROM 'burn' THEN subtitle_source END`,
  `coalesce(${toDecision('stream_subtitle_decision')}, 'direct-play')`,
  `, ',"burned":', coalesce(stream_subtitle_decision = 'burn', false)`,
)} END`;

/** Of `withStream`. */
export const streamJson = `
  CASE WHEN decision IS NOT NULL THEN concat('{"decision":"', decision, '","confirmed":true,"container":',
    ${join(containerSource, containerDelivered, `coalesce(${toDecision('stream_container_decision')}, decision)`)},
    ',"video":', ${partJson('video')}, ',"audio":', ${partJson('audio')}, ',"subtitle":', ${subtitleJson}, '}') END`;

/** Of `withStream`; null where nothing was transcoded. */
export const evidenceJson = `
  CASE WHEN decision <> 'direct-play' THEN concat('{"versions":[],"transcode":', to_json({
    'key': '', 'progress': NULL::INTEGER, 'speed': NULL::INTEGER, 'throttled': false, 'aheadMs': NULL::INTEGER,
    'protocol': transcode_protocol, 'container': transcode_container,
    'videoDecision': video_decided, 'audioDecision': audio_decided,
    'hardware': {
      'requested': coalesce(transcode_hw_requested = '1', false), 'decode': transcode_hw_decode,
      'encode': transcode_hw_encode, 'full': coalesce(transcode_hw_full_pipeline = '1', false) },
    'complete': false, 'error': false, 'startedAtMs': NULL::BIGINT, 'maxOffsetMs': NULL::BIGINT })::VARCHAR,
    ',"limits":null}') END`;
