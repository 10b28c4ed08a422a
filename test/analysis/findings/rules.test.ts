import { codesOf, findIn, fixtures } from './_fixtures';
import { RULE_GROUPS, RULES } from '../../../src/analysis/findings/catalogue';

const ALL = fixtures();

describe('every rule', () => {
  test('has a code of its own, of its group', () => {
    expect(RULES.map(({ code }) => code)).toEqual([...new Set(RULES.map(({ code }) => code))]);
    for (const { digits, rules } of RULE_GROUPS) {
      expect(rules.filter(({ code }) => !new RegExp(`^MESH${digits}\\d\\d$`).test(code))).toEqual([]);
      expect(rules.map(({ code }) => code)).toEqual(rules.map(({ code }) => code).sort());
    }
  });

  test('says what it is about, what happens, and what to do', () => {
    for (const { title, explanation, fix, aliases } of RULES) {
      expect(title).toMatch(/^\S.*[^.]$/);
      expect(explanation).toMatch(/^\S.*\.$/);
      expect(fix).toMatch(/^\S.*\.$/);
      expect(aliases.filter(alias => !/^(IST|KIA)\d{4}$/.test(alias))).toEqual([]);
    }
  });

  test('has a bad and a good example', () => {
    expect(RULES.map(({ code }) => code).filter(code => !['bad.yaml', 'good.yaml'].every(name => ALL.some(({ folder, file }) => folder === code && file === name)))).toEqual([]);
  });

  test('has no examples of rules that are no more', () => {
    expect(ALL.map(({ folder }) => folder).filter(folder => !RULES.some(({ code }) => code === folder))).toEqual([]);
  });
});

describe.each([...new Set(ALL.map(({ folder }) => folder))])('%s', folder => {
  test.each(ALL.filter(fixture => fixture.folder === folder).map(fixture => [fixture.file, fixture] as const))('%s raises exactly what it says', (file, fixture) => {
    expect(codesOf(findIn(fixture))).toEqual(fixture.raises);
    expect(fixture.raises.includes(folder)).toBe(file.startsWith('bad'));
  });
});
