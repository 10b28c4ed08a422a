import type { IConstruct } from 'constructs';
import { perApp } from '../private/per-app';

/** The gateways of an app at which tokens of users are verified. */
export class GatewayTokens {
  public static of(scope: IConstruct): GatewayTokens {
    return perApp(scope, 'GatewayTokens', () => new GatewayTokens());
  }

  private readonly gateways: (() => string | undefined)[] = [];

  private constructor() {}

  /** @param gateway the Gateway's 'namespace/name', asked for at synth */
  public add(gateway: () => string | undefined): void {
    this.gateways.push(gateway);
  }

  public areVerifiedAt(gateway: string): boolean {
    return this.gateways.some(one => one() === gateway);
  }
}
