import { COLOURED, paintFor, paintLines, PLAIN } from '../../src/cli/paint';

describe('colours', () => {
  const terminal = { isTTY: true };
  const pipe = {};
  test.each<[string, object, NodeJS.ProcessEnv, boolean]>([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a terminal without them', terminal, { TERM: 'dumb' }, false],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with NO_COLOR, whatever it says', terminal, { NO_COLOR: '0' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a pipe with both', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('on %s', (_, stream, env, coloured) => expect(paintFor(stream, env)).toBe(coloured ? COLOURED : PLAIN));

  test('are of whole lines, by how they begin', () => {
    const text = '+ new\n  + not new\n- gone';
    expect(paintLines(text, COLOURED, [[/^\+ /, 'bad'], [/^- /, 'good']])).toBe('\u001b[31m+ new\u001b[39m\n  + not new\n\u001b[32m- gone\u001b[39m');
    expect(paintLines(text, PLAIN, [[/^\+ /, 'bad']])).toBe(text);
  });
});
