import type { Construct } from 'constructs';
import { unverifiedClaims } from './claim-match';
import { conjunctionText, EVERYTHING } from './conjunction';
import type { ConnectionMatch } from './connection-match';
import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import type { MirrorDeclaration } from './mirroring';
import { mirrorOf } from './mirroring';
import { modelProblems, takesEverything } from './model-problems';
import type { ShiftPlan } from './shift-plan';
import { planned } from './shift-plan';
import type { Action, Answer, DefaultRoute, Feature, RoutingRule, Share, StreamRule, TrafficModel } from './traffic-model';
import type { VersionWeight } from './version-weight';
import { shareProblems, sharesOf, sharesText } from './version-weight';
import type { Detour } from './virtual-service';
import type { CalleeConfig, CalleePort } from '../calls/callee';

/** The host whose traffic is declared, as far as its traffic must know it; asked at synth. */
export interface VersionedHost {
  /** The fully qualified name. */
  readonly host: () => string;
  readonly ports: () => readonly CalleePort[];
  /** What its callers see of it. */
  readonly callee: () => CalleeConfig;
  /** Have its pods a proxy? */
  readonly meshed: () => boolean;
  /** Has it versions that are told apart? */
  readonly versioned: boolean;
  /** The namespaces in which what is declared holds; undefined for all of them. */
  readonly exportTo?: string[];
  /** Those in which routes hold, if they are others: a gateway asks nobody's proxies for its own. */
  readonly routesExportTo?: string[];
  /** Where proxies send what is asked of a port, if that is not the host itself; undefined where everything goes to the host. */
  readonly detourOf?: (port: CalleePort) => Detour | undefined;
  /** Its versions, sorted, with the shares that they were given. */
  readonly versions: () => readonly { readonly version: string; readonly weight?: number }[];
}

interface RouteDeclaration {
  readonly match: HttpMatch;
  readonly shares?: readonly VersionWeight[];
  /** Where there are no shares. */
  readonly answer?: Answer;
}

interface StreamDeclaration {
  readonly match: ConnectionMatch;
  readonly shares: readonly VersionWeight[];
}

interface DefaultDeclaration {
  readonly text: string;
  readonly shares: readonly VersionWeight[];
  readonly problems?: readonly string[];
}

/** What becomes of declarations that no proxy follows. */
export const WITHOUT_EFFECT
  = 'what is declared of its traffic has no effect, since neither it nor any of its callers has a proxy; inject one, or leave it out.';

/** What was declared of a service's traffic, and what is wrong with it. */
export class TrafficDeclarations {
  private readonly routes: RouteDeclaration[] = [];
  private readonly streams: StreamDeclaration[] = [];
  private readonly defaults: DefaultDeclaration[] = [];
  private readonly features: FeatureDeclaration[] = [];
  private readonly mirrors: MirrorDeclaration[] = [];
  private unmatchedIsMeant = false;

  public constructor(
    private readonly service: Construct,
    private readonly host: VersionedHost,
    /** Is there a proxy that follows what is declared? */
    private readonly followed: () => boolean,
  ) {}

  public addRoute(match: HttpMatch, shares: readonly VersionWeight[]): void {
    this.routes.push({ match, shares });
  }

  public addStream(match: ConnectionMatch, shares: readonly VersionWeight[]): void {
    this.streams.push({ match, shares });
  }

  public addAnswer(match: HttpMatch, answer: Answer): void {
    this.routes.push({ match, answer });
  }

  public addMirror(mirror: MirrorDeclaration): void {
    this.mirrors.push(mirror);
  }

  public addDefault(text: string, shares: readonly VersionWeight[]): void {
    this.defaults.push({ text, shares });
  }

  public addPlan(plan: ShiftPlan): void {
    this.defaults.push(planned(plan));
  }

  public addFeature(feature: FeatureDeclaration): void {
    this.features.push(feature);
  }

  /** Say that requests which no rule takes are not found, on purpose. */
  public rejectUnmatched(): void {
    this.unmatchedIsMeant = true;
  }

  /** Was nothing declared? */
  public get isEmpty(): boolean {
    return this.routes.length + this.streams.length + this.defaults.length + this.features.length + this.mirrors.length === 0;
  }

  public get model(): TrafficModel {
    return {
      host: this.host.host(),
      ports: this.host.ports(),
      rules: this.routes.map(ruleOf),
      streamRules: this.streams.map(streamRuleOf),
      defaults: this.defaultRoutes,
      features: this.allFeatures.map(({ text, when, effects }): Feature => ({ text, when: when?._resolve().match ?? EVERYTHING, effects })),
    };
  }

  /** Mirrors, as they were declared. */
  public get mirrored(): readonly MirrorDeclaration[] {
    return this.mirrors;
  }

  /** What may be meant, or forgotten. */
  public warnings(): string[] {
    if (!this.followed()) {
      return this.isEmpty && !this.weighted ? []
        : [WITHOUT_EFFECT];
    }
    if (this.unmatchedIsMeant || this.routes.length === 0) { return []; }
    const model = this.model;
    return model.defaults.length > 0 || takesEverything(model) ? []
      : ['requests that no rule takes are answered with status 404; say where they go with traffic.defaultTo(), or that it is meant with traffic.rejectUnmatched().'];
  }

  public problems(): string[] {
    if (this.isEmpty && !this.weighted && !this.followed()) {
      return [];
    }
    const model = this.model;
    const own = [
      ...this.allFeatures.flatMap(({ text, when, problems }) => [
        ...problems.filter(problem => problem !== undefined),
        ...(when ? this.matchProblems(when) : []).map(problem => `${text}: ${problem}`),
      ]),
      ...this.routes.flatMap(({ match, shares, answer }, i) => [
        ...this.matchProblems(match).map(problem => `the ${ordinal(i + 1)} rule: ${problem}`),
        ...answer ? answer.problems.map(problem => `the ${ordinal(i + 1)} rule: ${problem}`) : [],
        ...shares ? this.sharesProblems(model.rules[i].text, shares) : [],
      ]),
      ...this.streams.flatMap(({ match, shares }, i) => [
        ...match._resolve().problems.map(problem => `${model.streamRules[i].text}: ${problem}`),
        ...this.sharesProblems(model.streamRules[i].text, shares),
      ]),
      ...this.defaults.flatMap(({ text, shares, problems = [] }) => (problems.length > 0 ? problems : this.sharesProblems(text, shares))),
      ...this.impliedShares && this.impliedShares.length > 0 ? shareProblems(this.impliedShares) : [],
      ...this.unmatchedIsMeant && model.defaults.length > 0 ? [
        `rejectUnmatched() says that requests which no rule takes are not found, and ${model.defaults[0].text} where they go; keep one of them.`,
      ] : [],
      ...model.defaults.length > 1 ? [
        `${model.defaults.map(({ text }) => text).join(' and ')} both say where requests go that no rule takes; keep one of them.`,
      ] : [],
    ];
    // What is wrong in itself would only be said again of the whole.
    return own.length > 0 ? own : modelProblems(model);
  }

  private matchProblems(match: HttpMatch): string[] {
    const { match: conjunction, problems } = match._resolve();
    return [...problems, ...unverifiedClaims(this.service, conjunction)];
  }

  private get allFeatures(): FeatureDeclaration[] {
    return [...this.features, ...this.mirrors.map(mirror => mirrorOf(mirror, this.host.callee(), this.service.node.root))];
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

  /** Was any version given a weight? */
  private get weighted(): boolean {
    return this.host.versions().some(({ weight }) => weight !== undefined);
  }

  /** The versions' own weights; undefined where there are rules or another default, and nobody gave a version a weight. */
  private get impliedShares(): Share[] | undefined {
    const versions = this.host.versions();
    const [, ...others] = versions;
    if (!this.host.versioned || (!this.weighted && (this.defaults.length > 0 || (this.routes.length > 0 && others.length > 0)))) {
      return undefined;
    }
    const rest = others.length === 0 ? 100 : 0;
    return versions.map(({ version, weight = rest }) => ({ subset: version, weight }));
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

function ruleOf({ match, shares = [], answer }: RouteDeclaration, i: number): RoutingRule {
  const conjunction = match._resolve().match;
  const action: Action = answer?.action ?? { kind: 'forward', shares: sharesOf(shares) };
  const to = answer ? answer.text : `to ${sharesText(sharesOf(shares))}`;
  return { text: `the ${ordinal(i + 1)} rule (${conjunctionText(conjunction)} ${to})`, match: conjunction, action };
}

function streamRuleOf({ match, shares }: StreamDeclaration, i: number): StreamRule {
  return {
    text: `the ${ordinal(i + 1)} rule for connections (to ${sharesText(sharesOf(shares))})`,
    match: match._resolve().match,
    action: { kind: 'forward', shares: sharesOf(shares) },
  };
}

function ordinal(n: number): string {
  const suffix = ['th', 'st', 'nd', 'rd'][n % 10 < 4 && Math.floor(n / 10) % 10 !== 1 ? n % 10 : 0];
  return `${n}${suffix}`;
}
