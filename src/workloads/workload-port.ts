import { AppProtocol } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import { MtlsMode } from '../policies/mtls-mode';
import { unknownValueProblem } from '../private/known-values';
import { dnsLabelProblem } from '../private/naming';
import { isPortNumber } from '../private/port-number';

/**
 * Ports on which the injected proxy listens, some of them past its own policies.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
const PROXY_PORTS = [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090];

/** What may be said of a port beside its number. */
export interface WorkloadPortOptions {
  /**
   * The port's name, of at most 15 characters.
   * @default - what the port speaks: 'http', 'grpc', 'tcp' …
   */
  readonly name?: string;

  /**
   * The port of the container, 1–65535.
   * @default - the Service's port
   */
  readonly targetPort?: number;

  /**
   * What the proxy accepts from callers on this port.
   * @default - what it accepts on all ports of the workload
   */
  readonly mtls?: MtlsMode;
}

/**
 * A port of a Service and of the pods behind it, typed by what it speaks: the mesh never has to guess.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export class WorkloadPort {
  /**
   * A port for HTTP/1.1.
   * @param port the Service's port, 1–65535
   */
  public static http(port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(AppProtocol.HTTP, port, options);
  }

  /**
   * A port for HTTP/2 without TLS.
   * @param port the Service's port, 1–65535
   */
  public static http2(port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(AppProtocol.HTTP2, port, options);
  }

  /**
   * A port for gRPC.
   * @param port the Service's port, 1–65535
   */
  public static grpc(port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(AppProtocol.GRPC, port, options);
  }

  /**
   * A port whose bytes the mesh does not look into, such as a database's.
   * @param port the Service's port, 1–65535
   */
  public static tcp(port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(AppProtocol.TCP, port, options);
  }

  /**
   * A port for TLS that the workload terminates itself.
   * @param port the Service's port, 1–65535
   */
  public static tls(port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(AppProtocol.TLS, port, options);
  }

  /**
   * A port by what it speaks.
   * @param port the Service's port, 1–65535
   */
  public static of(protocol: AppProtocol, port: number, options: WorkloadPortOptions = {}): WorkloadPort {
    return new WorkloadPort(protocol, port, options);
  }

  /** The port's name. */
  public readonly name: string;
  /** The port of the container. */
  public readonly targetPort: number;
  /** What the proxy accepts from callers on this port; undefined for what it accepts on all. */
  public readonly mtls?: MtlsMode;

  private constructor(
    /** What the port speaks. */
    public readonly protocol: AppProtocol,
    /** The Service's port. */
    public readonly port: number,
    options: WorkloadPortOptions,
  ) {
    this.name = options.name ?? protocol;
    this.targetPort = options.targetPort ?? port;
    this.mtls = options.mtls;
  }

  /**
   * Must `appProtocol` say what the name does not?
   * @internal
   */
  public get _needsAppProtocol(): boolean {
    // 'grpc-web' is a protocol of its own, and no name of a port for gRPC.
    const says = this.name.startsWith('grpc-web') ? 'grpc-web' : this.name.split('-')[0];
    return says !== this.protocol;
  }

  /** @internal */
  public get _problems(): string[] {
    const problems: (string | undefined)[] = [...new Set([this.port, this.targetPort])].map(port =>
      isPortNumber(port) ? undefined : `port ${port} is not a port number; use 1 to 65535.`);
    if (PROXY_PORTS.includes(this.targetPort)) {
      problems.push(`container port ${this.targetPort} is one of the injected proxy's own; use another 'targetPort'.`);
    }
    problems.push(unknownValueProblem('protocol', this.protocol, AppProtocol), unknownValueProblem('mTLS mode', this.mtls, MtlsMode), this.name.length > 15
      ? `port name '${this.name}' has ${this.name.length} characters; use at most 15.`
      : dnsLabelProblem('port name', this.name)
        ?? (/[a-z]/.test(this.name) ? undefined : `port name '${this.name}' has no letter; use at least one.`));
    return problems.filter(problem => problem !== undefined);
  }

  /** @internal */
  public _toCalleePort(): CalleePort {
    return { name: this.name, port: this.port, targetPort: this.targetPort, protocol: this.protocol, ...this.mtls ? { mtls: this.mtls } : {} };
  }
}

/** What is wrong with the ports of one Service. */
export function portProblems(ports: readonly WorkloadPort[]): string[] {
  const problems = ports.flatMap(port => port._problems);
  const twice = <T>(values: T[]) => [...new Set(values.filter((value, i) => values.findIndex(other => Object.is(other, value)) < i))];
  for (const port of twice(ports.map(one => one.port))) {
    problems.push(`port ${port} is used twice; give each port of a Service its own number.`);
  }
  for (const name of twice(ports.map(one => one.name))) {
    problems.push(`port name '${name}' is used twice; give each port of a Service its own name.`);
  }
  for (const target of twice(ports.map(one => one.targetPort)).filter(number => twice(ports.map(one => one.port)).indexOf(number) < 0)) {
    problems.push(`container port ${target} stands behind two ports of the Service, so a proxy could not tell them apart; give each its own 'targetPort'.`);
  }
  return problems;
}

/** A server that speaks first leaves a proxy that waits for the client's first bytes, as PERMISSIVE does, waiting forever. */
export function serverFirstProblems(ports: readonly WorkloadPort[], mtls: MtlsMode): string[] {
  return ports.filter(port => port.protocol === AppProtocol.TCP && (port.mtls ?? mtls) === MtlsMode.PERMISSIVE).map(port =>
    `port '${port.name}' speaks tcp and mTLS mode is PERMISSIVE, where callers in plain text wait forever for a server that speaks first; use MtlsMode.STRICT or DISABLE.`);
}

/** The ports on which something else is accepted than on the others. */
export function portModes(ports: readonly WorkloadPort[]): { readonly targetPort: number; readonly mtls: MtlsMode }[] {
  return ports.flatMap(({ targetPort, mtls }) => (mtls ? [{ targetPort, mtls }] : [])).sort((a, b) => a.targetPort - b.targetPort);
}
