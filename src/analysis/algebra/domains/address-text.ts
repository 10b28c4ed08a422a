/**
 * An IP address as the word that codes it: the family (0 for IPv4, 1 for IPv6), then 32 bits a letter.
 * An IPv4-mapped IPv6 address is the IPv4 address, as network plugins and proxies treat it.
 */
export function parseAddress(text: string): readonly number[] | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) { return [0, v4]; }
  const groups = parseGroups(text);
  if (groups === undefined) { return undefined; }
  const words = [0, 2, 4, 6].map(i => groups[i] * 2 ** 16 + groups[i + 1]);
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? [0, words[3]] : [1, ...words];
}

export function printAddress([family, ...words]: readonly number[]): string {
  if (family === 0) { return [24, 16, 8, 0].map(shift => Math.floor(words[0] / 2 ** shift) % 256).join('.'); }
  const groups = words.flatMap(word => [Math.floor(word / 2 ** 16), word % 2 ** 16]).map(group => group.toString(16));
  // The longest run of zeros, of at least two, is written as `::` (RFC 5952).
  const runs = [...groups.map(group => group === '0' ? '0' : '1').join('').matchAll(/0{2,}/g)];
  if (runs.length === 0) { return groups.join(':'); }
  const longest = runs.reduce((a, b) => b[0].length > a[0].length ? b : a);
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(longest.index + longest[0].length).join(':')}`;
}

function parseV4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) { return undefined; }
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

function parseGroups(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) { return undefined; }
  const [head, tail] = halves.map((half, i) => half === '' && halves.length === 2 ? [] : groupsOf(half, i === halves.length - 1));
  if (head === undefined) { return undefined; }
  if (halves.length === 1) { return head.length === 8 ? head : undefined; }
  if (tail === undefined || head.length + tail.length > 7) { return undefined; }
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The last group but one may be an IPv4 address, which stands for two. */
function groupsOf(text: string, last: boolean): readonly number[] | undefined {
  const result: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const v4 = last && i === parts.length - 1 ? parseV4(part) : undefined;
    if (v4 !== undefined) {
      result.push(Math.floor(v4 / 2 ** 16), v4 % 2 ** 16);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      result.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return result;
}
