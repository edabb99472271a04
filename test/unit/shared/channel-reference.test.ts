import { describe, expect, it } from 'vitest';
import { readReference } from '../../../shared/channel-reference.ts';

const named = { kind: 'username', username: 'Daily_News' };
const invited = { kind: 'invite', hash: 'AbC-d_1234567890' };

describe('what a person writes to name a channel', () => {
  it.each([
    'Daily_News',
    '@Daily_News',
    '  @Daily_News ',
    't.me/Daily_News',
    'http://t.me/Daily_News/',
    'https://t.me/Daily_News/123?single',
    'https://www.t.me/Daily_News#top',
    'https://t.me/s/Daily_News',
    'https://telegram.me/Daily_News',
    'HTTPS://T.ME/Daily_News',
    'https://Daily_News.t.me/123',
    'tg://resolve?domain=Daily_News&post=1',
    'tg:resolve?domain=Daily_News',
  ])('%s is a name', (text) => {
    expect(readReference(text)).toEqual(named);
  });

  it.each([
    'https://t.me/+AbC-d_1234567890',
    't.me/joinchat/AbC-d_1234567890',
    'tg://join?invite=AbC-d_1234567890',
  ])('%s is an invite', (text) => {
    expect(readReference(text)).toEqual(invited);
  });

  it.each([
    ['https://t.me/c/1234567890/12', 1_234_567_890],
    ['tg://privatepost?channel=1234&post=2', 1234],
  ])('%s names a private channel by number', (text, channelId) => {
    expect(readReference(text)).toEqual({ kind: 'private', channelId });
  });

  it.each([
    '',
    '@',
    '1name',
    'a name',
    'https://example.org/Daily_News',
    'https://t.me/',
    'https://t.me/+442079460000',
    'https://t.me/addstickers/Cats',
    'tg://settings',
    'ab',
  ])('“%s” is none', (text) => {
    expect(readReference(text)).toBeNull();
  });
});
