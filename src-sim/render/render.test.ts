import { describe, expect, test } from 'vitest';
import { container, element, keyed, single } from './element.ts';
import { toJson } from './to-json.ts';
import { toXml } from './to-xml.ts';

const video = keyed(
  element(
    'Video',
    { ratingKey: '12', duration: 5000, live: null, selected: true, speed: Math.fround(96.4), file: 'a & "b" <c>' },
    [single(element('User', { id: '1' })), element('Media', { id: '7' }), element('Media', { id: '8' })],
  ),
  'Metadata',
);

describe('one tree, two languages', () => {
  test('JSON keeps the types, gathers lists under their key and leaves single elements single', () => {
    expect(JSON.parse(toJson(container({}, [video])))).toEqual({
      MediaContainer: {
        size: 1,
        Metadata: [
          {
            ratingKey: '12',
            duration: 5000,
            selected: true,
            speed: 96.4000015258789,
            file: 'a & "b" <c>',
            User: { id: '1' },
            Media: [{ id: '7' }, { id: '8' }],
          },
        ],
      },
    });
  });

  test('XML writes everything as text: 1 and 0 for booleans, all digits of a float, escaped quotes', () => {
    const xml = toXml(container({}, [video]));
    expect(xml).toContain('<?xml version="1.0" encoding="UTF-8"?>');
    expect(xml).toContain(
      '<Video ratingKey="12" duration="5000" selected="1" speed="96.400001525878906" file="a &amp; &quot;b&quot; &lt;c&gt;">',
    );
    expect(xml).not.toContain('live=');
  });

  test.each([
    ['JSON', toJson(container({})), '{"MediaContainer":{"size":0}}'],
    ['XML', toXml(container({})), '<MediaContainer size="0"/>'],
  ])('an empty list in %s has no key', (_name, text, expected) => {
    expect(text).toContain(expected);
  });
});
