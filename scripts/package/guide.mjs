// Reads a guide as what a reader does with it: files to write and commands to type, in their order.

/** @typedef {{ file: string, content: string } | { command: string, output: string[] }} Step */

/** @returns {Step[]} */
export function stepsOf(markdown) {
  const steps = [];
  let before = '';
  for (const [, text, language, content] of markdown.matchAll(/([^]*?)^```(\w+)\n([^]*?)^```$/gm)) {
    before = text.trim().split('\n').at(-1) ?? '';
    if (language === 'console') { steps.push(...commandsOf(content)); continue; }
    const file = /`([\w./-]+)`:$/.exec(before)?.[1];
    if (file === undefined) { throw new Error(`nobody is told where to write this:\n${content}`); }
    steps.push({ file, content });
  }
  return steps;
}

/** Lines after `$ ` are typed, those below are what comes of it. */
function commandsOf(content) {
  const steps = [];
  for (const line of content.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) { steps.push({ command: line.slice(2), output: [] }); } else { steps.at(-1).output.push(line); }
  }
  return steps;
}

/** The first line that an output has not, or not below the one before it; `…` stands for anything. Columns may be of other widths. */
export function missingLine(expected, output) {
  const lines = output.split('\n').map(squeezed);
  let from = 0;
  for (const line of expected) {
    if (line.trim() === '' || line.trim() === '…') { continue; }
    const pattern = new RegExp(`^${squeezed(line).split('…').map(part => part.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`);
    const at = lines.findIndex((one, i) => i >= from && pattern.test(one));
    if (at < 0) { return line; }
    from = at + 1;
  }
  return undefined;
}

function squeezed(line) {
  return line.replace(/\s+/g, ' ').trim();
}
