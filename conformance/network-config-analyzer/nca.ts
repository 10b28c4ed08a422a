import { execFile } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import { isIPv6 } from 'net';
import { join } from 'path';
import { promisify } from 'util';
import { normalized, type Answer, type Question } from './answers';
import { manifests, type World } from './world';
import type { PortInterval, Protocol } from '../../src/analysis/network-policy';

const NCA = join(__dirname, '..', '.venv', 'bin', 'nca');
const ALL: PortInterval = { first: 1, last: 65535 };
const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

interface Line {
  readonly from: string;
  readonly to: string;
  readonly open: Partial<Record<Protocol, readonly PortInterval[]>>;
}

/**
 * Runs NCA on a world. Of its formats, `txt_no_fw_rules` lists each pair of pods and each range of outside addresses on its own;
 * the others (JSON, too) sum them up by labels and would first have to be taken apart again.
 */
export class NcaAnswers {
  public static async of(world: World, folder: string): Promise<NcaAnswers> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'world.json'), JSON.stringify(manifests(world), null, 2));
    const { stdout } = await promisify(execFile)(NCA, [
      '--connectivity', '--resource_list', folder, '--output_format', 'txt_no_fw_rules', '--output_endpoints', 'pods', '--print_ipv6',
    ], { timeout: 60_000 });
    // It leaves out pods that it takes for doubles of others. Ours differ by name, but it would be a pity not to notice.
    const seen = /cluster has (\d+) unique endpoints/.exec(stdout)?.[1];
    if (Number(seen) !== world.pods.length) throw new Error(`NCA saw ${seen ?? 'no'} pods of ${world.pods.length}:\n${stdout}`);
    return new NcaAnswers(stdout.split('\n').filter((line) => line.includes(' => ')).map(readLine));
  }

  private readonly pairs = new Map<string, Line[]>();
  private readonly ranges: Line[] = [];

  private constructor(lines: readonly Line[]) {
    for (const line of lines) {
      if (line.from.includes('/') && line.to.includes('/')) {
        const pair = `${line.from} ${line.to}`;
        this.pairs.set(pair, [...this.pairs.get(pair) ?? [], line]);
      } else {
        this.ranges.push(line);
      }
    }
  }

  public get({ from, to }: Question): Answer {
    const lines = from.includes('/') && to.includes('/')
      ? this.pairs.get(`${from} ${to}`) ?? []
      : this.ranges.filter((line) => isEnd(line.from, from) && isEnd(line.to, to));
    const of = (protocol: Protocol): PortInterval[] => normalized(lines.flatMap(({ open }) => open[protocol] ?? []));
    return { TCP: of('TCP'), UDP: of('UDP'), SCTP: of('SCTP') };
  }
}

/** `a/pod-0 => b/pod-1 : {protocols:TCP, UDP,dst_ports:80-90,443}`, or `All connections`. */
function readLine(line: string): Line {
  const match = /^(\S+) => (\S+) : (All connections|\{[^{}]+\})$/.exec(line.trim());
  if (match === null) throw new Error(`not understood: ${line}`);
  const [, from, to, what] = match;
  if (what === 'All connections') return { from, to, open: { TCP: [ALL], UDP: [ALL], SCTP: [ALL] } };
  const set = /^\{protocols:((?:TCP|UDP|SCTP)(?:, (?:TCP|UDP|SCTP))*)(?:,dst_ports:([\d,-]+))?\}$/.exec(what);
  if (set === null) throw new Error(`not understood: ${line}`);
  const ports = set[2] === undefined ? [ALL] : set[2].split(',').map((text) => {
    const [first, last = first] = text.split('-').map(Number);
    return { first, last };
  });
  const protocols = set[1].split(', ');
  return { from, to, open: Object.fromEntries(PROTOCOLS.filter((one) => protocols.includes(one)).map((one) => [one, ports])) };
}

/** Whether an end of a line (a pod, or `first-last` addresses) is or has the end that is asked for. */
function isEnd(end: string, asked: string): boolean {
  if (end.includes('/') || asked.includes('/')) return end === asked;
  const [first, last = first] = end.split('-');
  return isIPv6(first) === isIPv6(asked) && key(first) <= key(asked) && key(asked) <= key(last);
}

/** Addresses as text that sorts as they do. Read here once more, and not by the code that is judged. */
function key(address: string): string {
  if (!isIPv6(address)) return address.split('.').map((part) => part.padStart(3, '0')).join('.');
  const [head, tail] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const groups = tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.map((group) => group.padStart(4, '0')).join(':');
}
