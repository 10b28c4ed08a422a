import type { TrafficPolicy } from './setting';
import { wholeNumberProblem } from '../../private/numbers';

type ConsistentHash = NonNullable<NonNullable<TrafficPolicy['loadBalancer']>['consistentHash']>;

/** How a value leads to a pod, so that few values change their pod when pods come and go. */
export class HashAlgorithm {
  /**
   * A ring on which pods and values lie.
   * @param minimumRingSize at least how many places the ring has, 1 to 8388608; more spread the load more evenly
   */
  public static ringHash(minimumRingSize: number = 1024): HashAlgorithm {
    return new HashAlgorithm({ ringHash: { minimumRingSize } }, wholeNumberProblem('ring hash size', minimumRingSize, 1, 8_388_608));
  }

  /**
   * A table that is filled evenly; faster than a ring, and more values change their pod.
   * @param tableSize a prime number below 5000011
   */
  public static maglev(tableSize: number = 65_537): HashAlgorithm {
    return new HashAlgorithm({ maglev: { tableSize } }, isPrime(tableSize) && tableSize < 5_000_011 ? undefined
      : `maglev table size ${tableSize} is not possible; use a prime number below 5000011, such as 65537.`);
  }

  private constructor(
    /** @internal */
    public readonly _wire: Pick<ConsistentHash, 'ringHash' | 'maglev'>,
    /** @internal */
    public readonly _problem: string | undefined,
  ) {}
}

function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) {
    return false;
  }
  for (let divisor = 2; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0) {
      return false;
    }
  }
  return true;
}
