import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';

/** Something that was measured. */
export interface Measured {
  readonly part: string;
  readonly name: string;
  readonly workloads?: number;
  readonly milliseconds: number;
  /** The most that its process had in memory, where it had one of its own. */
  readonly megabytes?: number;
}

/** A ratio of two measurements of one run, and what it has to be. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly good: boolean;
}

/** What a run came to, as it is written. */
export interface Report {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly gigabytes: number;
  readonly time: string;
  readonly measured: readonly Measured[];
  readonly ratios: readonly Ratio[];
}

/** Gathers what is measured, and prints it as it comes. */
export class Results {
  private readonly measured: Measured[] = [];
  private readonly ratios: Ratio[] = [];

  /** @param time which time was measured */
  public constructor(private readonly time: string) {}

  public note(one: Measured): void {
    const milliseconds = rounded(one.milliseconds);
    const megabytes = one.megabytes === undefined ? {} : { megabytes: Math.round(one.megabytes) };
    this.measured.push({ ...one, milliseconds, ...megabytes });
    const size = one.workloads === undefined ? '' : `${one.workloads} workloads: `;
    console.log(`  ${size}${one.name}: ${milliseconds} ms${megabytes.megabytes === undefined ? '' : `, ${megabytes.megabytes} MB`}`);
  }

  public ratio(name: string, value: number, wanted: { readonly atMost?: number; readonly atLeast?: number } = {}): void {
    const { atMost = Infinity, atLeast = 0 } = wanted;
    const good = value <= atMost && value >= atLeast;
    this.ratios.push({ name, value: Number(value.toFixed(2)), ...wanted, good });
    const said = wanted.atMost !== undefined ? ` (at most ${atMost})` : wanted.atLeast !== undefined ? ` (at least ${atLeast})` : '';
    console.log(`  ${good ? 'ok    ' : 'MISSED'}  ${name}: ${value.toFixed(2)}${said}`);
  }

  public get report(): Report {
    return {
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      gigabytes: Math.round(totalmem() / 2 ** 30),
      time: this.time,
      measured: this.measured,
      ratios: this.ratios,
    };
  }

  public write(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(this.report, undefined, 2)}\n`);
  }
}

/** To three digits, more of which no measurement repeats. */
function rounded(milliseconds: number): number {
  return Number(milliseconds.toPrecision(3));
}
