import type { TlObject } from '../codec/codec.ts';
import type { Media, WorldPost } from '../world/post.ts';
import { hash } from '../world/random.ts';
import { seconds } from './call.ts';

const noReference = new Uint8Array(0);

/** What is attached to a post. The files themselves do not exist. */
export function mediaRow(post: WorldPost, media: Media): TlObject {
  switch (media.kind) {
    case 'photo':
      return { _: 'messageMediaPhoto', photo: photoRow(post, media) };
    case 'video':
      return documentRow(post, 'video/mp4', media.size, [
        { _: 'documentAttributeVideo', supports_streaming: true, duration: media.seconds, w: 1280, h: 720 },
      ]);
    case 'audio':
      return documentRow(post, 'audio/mpeg', media.seconds * 16_000, [
        {
          _: 'documentAttributeAudio',
          duration: media.seconds,
          title: media.title,
          performer: media.performer,
        },
      ]);
    case 'voice':
      return documentRow(post, 'audio/ogg', media.seconds * 4000, [
        { _: 'documentAttributeAudio', voice: true, duration: media.seconds },
      ]);
    case 'document':
      return documentRow(post, media.mimeType, media.size, [
        { _: 'documentAttributeFilename', file_name: media.name },
      ]);
    case 'poll':
      return pollRow(post, media);
    case 'link':
      return {
        _: 'messageMediaWebPage',
        webpage: {
          _: 'webPage',
          id: fileId(post),
          url: media.url,
          display_url: media.url.replace(/^https:\/\//, ''),
          hash: 0,
          type: 'article',
          site_name: media.site,
          title: media.title,
        },
      };
  }
}

function photoRow(post: WorldPost, media: Extract<Media, { kind: 'photo' }>): TlObject {
  const { width, height, size } = media;
  const scale = 320 / Math.max(width, height);
  return {
    _: 'photo',
    id: fileId(post),
    access_hash: fileId(post),
    file_reference: noReference,
    date: seconds(post.postedAt),
    sizes: [
      {
        _: 'photoSize',
        type: 'm',
        w: Math.round(width * scale),
        h: Math.round(height * scale),
        size: Math.round(size * 0.08),
      },
      { _: 'photoSize', type: 'y', w: width, h: height, size },
    ],
    dc_id: 2,
  };
}

function documentRow(
  post: WorldPost,
  mimeType: string,
  size: number,
  attributes: readonly TlObject[],
): TlObject {
  const kinds = attributes.map(({ _, voice }) => (voice === true ? 'voice' : _));
  return {
    _: 'messageMediaDocument',
    video: kinds.includes('documentAttributeVideo'),
    voice: kinds.includes('voice'),
    document: {
      _: 'document',
      id: fileId(post),
      access_hash: fileId(post),
      file_reference: noReference,
      date: seconds(post.postedAt),
      mime_type: mimeType,
      size,
      dc_id: 2,
      attributes,
    },
  };
}

function pollRow(post: WorldPost, media: Extract<Media, { kind: 'poll' }>): TlObject {
  const text = (words: string) => ({ _: 'textWithEntities', text: words, entities: [] });
  const voters = media.answers.map((_, place) => Math.floor((post.views * (1 + place)) / 40));
  return {
    _: 'messageMediaPoll',
    poll: {
      _: 'poll',
      id: fileId(post),
      question: text(media.question),
      answers: media.answers.map((answer, place) => ({
        _: 'pollAnswer',
        text: text(answer),
        option: Uint8Array.of(place),
      })),
    },
    results: {
      _: 'pollResults',
      results: voters.map((count, place) => ({
        _: 'pollAnswerVoters',
        option: Uint8Array.of(place),
        voters: count,
      })),
      total_voters: voters.reduce((sum, count) => sum + count, 0),
    },
  };
}

function fileId(post: WorldPost): number {
  return hash(post.channelId, post.id, 61) * 2 ** 20 + (hash(post.channelId, post.id, 62) % 2 ** 20);
}
