import { claimPlaceProblems } from './claim-match';
import type { Conjunction } from './conjunction';
import { both, conjunctionText, EVERYTHING, UNSAYABLE_REASON } from './conjunction';
import { conjunctionOf } from './http-match-conjunction';
import type { HttpMatchOptions } from './http-match-options';
import type { ICaller } from '../calls/caller';

/**
 * What a request must have so that a rule takes it. All that one match asks for must be met; for alternatives declare several
 * rules.
 *
 * A match is a value: mistakes in it are remembered, and reported by the service whose traffic it is used for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMatch {
  /** Requests that have all of this. */
  public static of(options: HttpMatchOptions): HttpMatch {
    return new HttpMatch([options]);
  }

  /** Every request. */
  public static any(): HttpMatch {
    return new HttpMatch([]);
  }

  /** Requests whose header has exactly this value. */
  public static header(name: string, value: string): HttpMatch {
    return HttpMatch.of({ headers: { [name]: { exact: value } } });
  }

  /** Requests that have the header, whatever its value. */
  public static hasHeader(name: string): HttpMatch {
    return HttpMatch.of({ headers: { [name]: { present: true } } });
  }

  /** Requests that lack the header. */
  public static withoutHeader(name: string): HttpMatch {
    return HttpMatch.of({ withoutHeaders: { [name]: { present: true } } });
  }

  /**
   * Requests through a gateway whose verified token has this value for a claim, or in its list. Add the gateway, which needs a
   * `JwtAuthentication`: `HttpMatch.claim('group', 'beta').and(HttpMatch.gateway(gateway))`.
   */
  public static claim(claim: string, value: string): HttpMatch {
    return HttpMatch.of({ claims: { [claim]: { exact: value } } });
  }

  /** Requests for exactly this path. */
  public static path(path: string): HttpMatch {
    return HttpMatch.of({ path: { exact: path } });
  }

  /** Requests for paths that begin so. '/a' covers '/ab' too; write '/a/' for what is below. */
  public static pathPrefix(prefix: string): HttpMatch {
    return HttpMatch.of({ path: { prefix } });
  }

  /** Requests with this method, in upper case. */
  public static method(method: string): HttpMatch {
    return HttpMatch.of({ method: { exact: method } });
  }

  /** Requests whose query parameter has exactly this value. */
  public static query(name: string, value: string): HttpMatch {
    return HttpMatch.of({ query: { [name]: { exact: value } } });
  }

  /** gRPC calls of a service with its package, such as 'shop.v1.Cart', or of one method of it. */
  public static grpc(service: string, method?: string): HttpMatch {
    return HttpMatch.of({ path: method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` } });
  }

  /** Requests of a caller inside of the mesh. */
  public static from(caller: ICaller): HttpMatch {
    return HttpMatch.of({ from: caller });
  }

  /** Requests that come through a gateway. */
  public static gateway(gateway: ICaller): HttpMatch {
    return HttpMatch.of({ gateway });
  }

  private constructor(private readonly parts: readonly HttpMatchOptions[]) {}

  /** Requests that meet the other match too. */
  public and(other: HttpMatch): HttpMatch {
    return new HttpMatch([...this.parts, ...other.parts]);
  }

  /**
   * The match as plain data, and what is wrong with it. Asked at synth: callers may have got their versions by then.
   * @internal
   */
  public _resolve(): { readonly match: Conjunction; readonly problems: readonly string[] } {
    const problems: string[] = [];
    let match = EVERYTHING;
    for (const part of this.parts) {
      const next = conjunctionOf(part, problem => problems.push(problem));
      const together = both(match, next);
      if (typeof together === 'object') {
        match = together;
      } else {
        problems.push(`no one match of Istio's asks for ${conjunctionText(match)} and ${conjunctionText(next)}: ${
          together === undefined ? 'no request has both' : UNSAYABLE_REASON}.`);
      }
    }
    return { match, problems: [...problems, ...claimPlaceProblems(match)] };
  }
}

