import { Progress } from '../../src/cli/progress';

/** What is written of steps that come at some times. */
function written(times: readonly number[]): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = new Progress(text => lines.push(text), () => time);
  for (time of times) { progress.at(`at ${time}`); }
  progress.end();
  return lines;
}

describe('progress', () => {
  test('is silent while a person has patience, and erases nothing then', () => expect(written([1, 500, 999])).toEqual([]));
  test('is told after a second, and erased at the end', () => expect(written([1, 1000])).toEqual(['at 1000', '']));
  test('is told ten times a second at most', () => expect(written([1000, 1050, 1099, 1100, 1150])).toEqual(['at 1000', 'at 1100', '']));
  test('is not told where nobody looks', () => {
    const progress = new Progress(undefined, () => 5000);
    expect(() => { progress.at('here'); progress.end(); }).not.toThrow();
  });
});
