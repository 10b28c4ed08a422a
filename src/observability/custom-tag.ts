import { IstioVersion } from '../mesh/istio-version';
import { isHttpToken } from '../private/http-token';
import type { MeshKinds } from '../private/mesh-object';

type Tracing = NonNullable<MeshKinds['Telemetry']['tracing']>[number];
type Wire = NonNullable<Tracing['customTags']>[string];

/**
 * Where a tag of a span gets its value from.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export class CustomTag {
  /**
   * The value of a request's header.
   * @param name the header's name
   * @param defaultValue the value where there is no such header; without it, the span has no such tag
   */
  public static header(name: string, defaultValue?: string): CustomTag {
    return new CustomTag({ header: { name, ...withDefault(defaultValue) } }, isHttpToken(name) ? undefined
      : `reads header '${name}', which is no header's name; use letters, digits and '-'.`);
  }

  /**
   * The same value for every span.
   * @param value not empty
   */
  public static literal(value: string): CustomTag {
    return new CustomTag({ literal: { value } }, value === '' ? 'has no value; give it one.' : undefined);
  }

  /**
   * The value of an environment variable of the proxy.
   * @param name the variable's name
   * @param defaultValue the value where there is no such variable; without it, the span has no such tag
   */
  public static environment(name: string, defaultValue?: string): CustomTag {
    return new CustomTag({ environment: { name, ...withDefault(defaultValue) } }, name === '' || /[=\0]/.test(name)
      ? `reads environment variable '${name}', which is no variable's name; name one.` : undefined);
  }

  /**
   * What the proxy would write of the request into its access log. From Istio 1.29 on.
   * @param value such as '%REQUESTED_SERVER_NAME%'
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators
   */
  public static formatter(value: string): CustomTag {
    return new CustomTag({ formatter: { value } }, value === '' ? 'has no format; give it one.' : undefined, IstioVersion.V1_29);
  }

  private constructor(
    /** @internal */
    public readonly _wire: Wire,
    private readonly problem: string | undefined,
    private readonly since?: IstioVersion,
  ) {}

  /**
   * What is wrong with the tag, for this version of Istio.
   * @internal
   */
  public _problem(version: IstioVersion): string | undefined {
    return this.problem ?? (this.since && !version.atLeast(this.since)
      ? `is one that Istio ${version} does not know; use another, or Istio ${this.since}.` : undefined);
  }
}

function withDefault(defaultValue: string | undefined): { readonly defaultValue?: string } {
  return defaultValue === undefined ? {} : { defaultValue };
}
