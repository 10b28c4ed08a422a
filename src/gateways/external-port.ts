import { AppProtocol } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import { dnsLabelProblem } from '../private/naming';
import { isPortNumber } from '../private/port-number';
import type { ClientTls } from '../traffic/destination/client-tls';

/** What may be said of a port beside its number. */
export interface ExternalPortOptions {
  /**
   * The port's name.
   * @default - what the port speaks: 'http', 'https', 'tcp' …
   */
  readonly name?: string;

  /**
   * The port to which the callers' proxies connect, 1–65535.
   * @default - the port that callers name
   */
  readonly targetPort?: number;

  /**
   * TLS that the callers' proxies put on what callers send without.
   * @default - none: it goes out as it is sent
   */
  readonly tls?: ClientTls;
}

/**
 * A port of a service outside of the mesh, by what callers send to it.
 */
export class ExternalPort {
  /**
   * HTTP/1.1; with `tls` and `targetPort`, HTTPS when it leaves.
   * @param port the port that callers name, 1–65535
   */
  public static http(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.HTTP, port, options);
  }

  /**
   * HTTP/2 without TLS.
   * @param port the port that callers name, 1–65535
   */
  public static http2(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.HTTP2, port, options);
  }

  /**
   * gRPC without TLS.
   * @param port the port that callers name, 1–65535
   */
  public static grpc(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.GRPC, port, options);
  }

  /**
   * HTTPS that callers speak themselves: proxies see the server's name, and nothing inside.
   * @param port the port that callers name, 1–65535
   */
  public static https(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.HTTPS, port, options);
  }

  /**
   * TLS that callers speak themselves: proxies see the server's name, and nothing inside.
   * @param port the port that callers name, 1–65535
   */
  public static tls(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.TLS, port, options);
  }

  /**
   * Bytes that proxies do not look into. They are told from others by the address, so the service needs `endpoints`.
   * @param port the port that callers name, 1–65535
   */
  public static tcp(port: number, options: ExternalPortOptions = {}): ExternalPort {
    return new ExternalPort(AppProtocol.TCP, port, options);
  }

  /** The port's name. */
  public readonly name: string;
  /** The port to which the callers' proxies connect. */
  public readonly targetPort: number;
  /** TLS that the callers' proxies put on; undefined for none. */
  public readonly clientTls?: ClientTls;

  private constructor(
    /** What callers send. */
    public readonly protocol: AppProtocol,
    /** The port that callers name. */
    public readonly port: number,
    options: ExternalPortOptions,
  ) {
    this.name = options.name ?? protocol;
    this.targetPort = options.targetPort ?? port;
    this.clientTls = options.tls;
  }

  /** @internal */
  public get _problems(): string[] {
    return [
      ...[...new Set([this.port, this.targetPort])].map(port =>
        (isPortNumber(port) ? undefined : `port ${port} is not a port number; use 1 to 65535.`)),
      dnsLabelProblem('port name', this.name),
      this.clientTls && this.isTls ? `port '${this.name}' is ${this.protocol} already, and TLS of the proxies would come on top of it; leave 'tls' out, or declare a port for what is inside.` : undefined,
    ].filter(problem => problem !== undefined);
  }

  /** @internal */
  public _toCalleePort(): CalleePort {
    return { name: this.name, port: this.port, targetPort: this.targetPort, protocol: this.protocol };
  }

  private get isTls(): boolean {
    return this.protocol === AppProtocol.TLS || this.protocol === AppProtocol.HTTPS;
  }
}

/** What is wrong with the ports of one service. */
export function externalPortProblems(ports: readonly ExternalPort[]): string[] {
  const twice = <T>(values: T[]) => [...new Set(values.filter((value, i) => values.findIndex(other => Object.is(other, value)) < i))];
  return [
    ...ports.length === 0 ? ['has no port, so nothing can call it; give it at least one.'] : [],
    ...ports.flatMap(port => port._problems),
    ...twice(ports.map(one => one.port)).map(port => `port ${port} is used twice; name each once.`),
    ...twice(ports.map(one => one.name)).map(name => `port name '${name}' is used twice; give each port its own name.`),
  ];
}
