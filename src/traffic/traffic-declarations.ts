import type { Construct } from 'constructs';
import { conjunctionText, EVERYTHING } from './conjunction';
import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import { modelProblems } from './model-problems';
import type { DefaultRoute, Feature, RoutingRule, Share, TrafficModel } from './traffic-model';
import type { VersionWeight } from './version-weight';
import { shareProblems, sharesOf, sharesText } from './version-weight';
import type { CalleeConfig, CalleePort } from '../calls/callee';

/** The host whose traffic is declared, as far as its traffic must know it; asked at synth. */
export interface VersionedHost {
  /** The fully qualified name. */
  readonly host: () => string;
  readonly ports: () => readonly CalleePort[];
  /** What its callers see of it. */
  readonly callee: () => CalleeConfig;
  /** Has it versions that are told apart? */
  readonly versioned: boolean;
  /** Its versions, sorted, with the shares that they were given. */
  readonly versions: () => readonly { readonly version: string; readonly weight?: number }[];
}

interface RouteDeclaration {
  readonly match: HttpMatch;
  readonly shares: readonly VersionWeight[];
}

interface DefaultDeclaration {
  readonly text: string;
  readonly shares: readonly VersionWeight[];
}

/** What was declared of a service's traffic, and what is wrong with it. */
export class TrafficDeclarations {
  private readonly routes: RouteDeclaration[] = [];
  private readonly defaults: DefaultDeclaration[] = [];
  private readonly features: FeatureDeclaration[] = [];

  public constructor(private readonly service: Construct, private readonly host: VersionedHost) {}

  public addRoute(match: HttpMatch, shares: readonly VersionWeight[]): void {
    this.routes.push({ match, shares });
  }

  public addDefault(text: string, shares: readonly VersionWeight[]): void {
    this.defaults.push({ text, shares });
  }

  public addFeature(feature: FeatureDeclaration): void {
    this.features.push(feature);
  }

  /** Was nothing declared? */
  public get isEmpty(): boolean {
    return this.routes.length + this.defaults.length + this.features.length === 0;
  }

  public get model(): TrafficModel {
    return {
      host: this.host.host(),
      ports: this.host.ports(),
      rules: this.routes.map(({ match, shares }, i): RoutingRule => {
        const conjunction = match._resolve().match;
        return {
          text: `the ${ordinal(i + 1)} rule (${conjunctionText(conjunction)} to ${sharesText(sharesOf(shares))})`,
          match: conjunction,
          action: { kind: 'forward', shares: sharesOf(shares) },
        };
      }),
      defaults: this.defaultRoutes,
      features: this.features.map(({ text, when, effects }): Feature => ({ text, when: when?._resolve().match ?? EVERYTHING, effects })),
    };
  }

  public problems(): string[] {
    const model = this.model;
    const own = [
      ...this.features.flatMap(({ text, when, problems }) => [
        ...problems.filter(problem => problem !== undefined),
        ...(when?._resolve().problems ?? []).map(problem => `${text}: ${problem}`),
      ]),
      ...this.routes.flatMap(({ match, shares }, i) => [
        ...match._resolve().problems.map(problem => `the ${ordinal(i + 1)} rule: ${problem}`),
        ...this.sharesProblems(model.rules[i].text, shares),
      ]),
      ...this.defaults.flatMap(({ text, shares }) => this.sharesProblems(text, shares)),
      ...this.impliedShares && this.impliedShares.length > 0 ? shareProblems(this.impliedShares) : [],
      ...model.defaults.length > 1 ? [
        `${model.defaults.map(({ text }) => text).join(' and ')} both say where requests go that no rule takes; keep one of them.`,
      ] : [],
    ];
    // What is wrong in itself would only be said again of the whole.
    return own.length > 0 ? own : modelProblems(model);
  }

  private get defaultRoutes(): DefaultRoute[] {
    if (!this.host.versioned) {
      return [{ text: 'the Service', action: { kind: 'forward' } }];
    }
    const implied = this.impliedShares;
    return [
      ...implied ? [{ text: "the versions' own weights", action: { kind: 'forward' as const, shares: implied } }] : [],
      ...this.defaults.map(({ text, shares }): DefaultRoute => ({ text, action: { kind: 'forward', shares: sharesOf(shares) } })),
    ];
  }

  /** The versions' own weights; undefined where there are rules or another default, and nobody gave a version a weight. */
  private get impliedShares(): Share[] | undefined {
    const versions = this.host.versions();
    const [only, ...others] = versions;
    const given = versions.some(({ weight }) => weight !== undefined);
    if (!this.host.versioned || (!given && (this.defaults.length > 0 || (this.routes.length > 0 && others.length > 0)))) {
      return undefined;
    }
    return versions.map(({ version, weight }) => ({ subset: version, weight: weight ?? (version === only.version && others.length === 0 ? 100 : 0) }));
  }

  private sharesProblems(text: string, shares: readonly VersionWeight[]): string[] {
    const foreign = shares.filter(({ version }) => version.node.scope !== this.service).map(({ version }) =>
      `${text} leads to '${version.node.path}', which is a version of another service; give a version of '${this.service.node.path}'.`);
    if (shares.length === 0) {
      return [`${text} leads to no version; name at least one.`];
    }
    const names = shares.map(({ version }) => version.node.path);
    const twice = names.filter((name, i) => names.indexOf(name) < i).map(name => `${text} names version '${name}' twice; give it one weight.`);
    return [...new Set([...foreign, ...twice, ...shareProblems(sharesOf(shares)).map(problem => `${text}: ${problem}`)])];
  }
}

function ordinal(n: number): string {
  const suffix = ['th', 'st', 'nd', 'rd'][n % 10 < 4 && Math.floor(n / 10) % 10 !== 1 ? n % 10 : 0];
  return `${n}${suffix}`;
}
