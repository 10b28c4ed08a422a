import type { IConstruct } from 'constructs';
import { perApp } from '../../private/per-app';

/** Where services are sent TLS that their own containers end: nothing that is written tells what they make of it. */
export class OwnTls {
  public static of(scope: IConstruct): OwnTls {
    return perApp(scope, 'OwnTls', () => new OwnTls());
  }

  private readonly services: ((host: string, port: number) => boolean)[] = [];

  private constructor() {}

  public add(isSent: (host: string, port: number) => boolean): void {
    this.services.push(isSent);
  }

  /** @param port the Service's */
  public isSentTo(host: string, port: number): boolean {
    return this.services.some(isSent => isSent(host, port));
  }
}
