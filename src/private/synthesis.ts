import type { App, Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { putClassBetween } from './class-between';
import { withFasterYaml } from './faster-yaml';
import { lostFiles, mendEmptyFiles } from './file-per-resource';
import { existingPerApp, perApp } from './per-app';
import type { Json } from './rendering';
import { isPatched, Rendering } from './rendering';

/** One object of the app as it will be written. */
export interface SynthesizedObject {
  readonly object: ApiObject;
  readonly manifest: Json;
}

/** Problems, by the construct that they are about. */
export type Problems = Map<IConstruct, string[]>;

/** Everything that the app writes. */
export class SynthesizedApp {
  private readonly byChart = new Map<Chart, SynthesizedObject[]>();

  public constructor(public readonly objects: readonly SynthesizedObject[]) {
    for (const object of objects) {
      const known = this.byChart.get(object.object.chart);
      if (known) {
        known.push(object);
      } else {
        this.byChart.set(object.object.chart, [object]);
      }
    }
  }

  /** What one chart of it writes. */
  public of(chart: Chart): readonly SynthesizedObject[] {
    return this.byChart.get(chart) ?? [];
  }
}

/** Looks at everything that the app writes. */
export type AppCheck = (app: SynthesizedApp) => Problems;

/**
 * What happens once in every synth, however many charts there are: cdk8s runs all validators once for the app and once
 * more for each chart.
 */
export class Synthesis {
  public static of(scope: IConstruct): Synthesis {
    return perApp(scope, 'Synthesis', root => new Synthesis(root));
  }

  /** Every object of an app as a synth would write it now; an app without constructs of ours writes in cdk8s's own way. */
  public static manifestsOf(app: IConstruct): { readonly path: string; readonly manifest: Json }[] {
    const synthesis = existingPerApp<Synthesis>(app, 'Synthesis');
    synthesis?.prepare();
    const objects = app.node.findAll().filter(construct => ApiObject.isApiObject(construct));
    if (synthesis) {
      objects.forEach(object => Rendering.of(object));
    }
    return objects.map(object => ({ path: object.node.path, manifest: object.toJson() as Json })).filter(({ manifest }) => manifest !== undefined);
  }

  private readonly appChecks = new Map<string, AppCheck>();
  private readonly warnings = new Map<IConstruct, () => string[]>();
  private readonly prepares: ((objects: () => readonly ApiObject[]) => void)[] = [];
  private readonly written: ((app: SynthesizedApp) => void)[] = [];
  private readonly finalChecks = new Map<string, AppCheck>();
  /** How many synth() or synthYaml() calls are running; validators that run outside of one are a pass of their own. */
  private depth = 0;
  private problems?: Problems;
  private app?: SynthesizedApp;
  /** The objects that depend on others. */
  private dependent: readonly ApiObject[] = [];
  private readonly checks = new Map<IConstruct, (() => string[])[]>();
  private readonly results = new Map<IConstruct, string[]>();

  private constructor(private readonly root: IConstruct) {
    // The root is validated first, so this opens every pass.
    root.node.addValidation({ validate: () => this.begin() });
    if (isApp(root)) {
      putClassBetween(root, sharing);
    }
  }

  /** Runs before anything is validated or rendered; the objects are all of the app. */
  public onPrepare(prepare: (objects: () => readonly ApiObject[]) => void): void {
    this.prepares.push(prepare);
  }

  /** A check of one construct, run once a synth; what it returns is reported with the construct's path. */
  public addCheck(construct: IConstruct, check: () => string[]): void {
    const checks = this.checks.get(construct);
    if (checks) {
      checks.push(check);
      return;
    }
    this.checks.set(construct, [check]);
    construct.node.addValidation({ validate: () => this.validate(construct) });
  }

  /** What a user should know, and may mean: printed to standard error once a synth, which goes on. */
  public setWarnings(construct: IConstruct, warnings: () => string[]): void {
    this.warnings.set(construct, warnings);
  }

  /** A check of the app as a whole; the name makes it one of its kind. */
  public addAppCheck(name: string, check: AppCheck): void {
    this.appChecks.set(name, check);
  }

  /** A check that runs after all others, and only if they found nothing wrong: it may take what it sees for sound. */
  public addFinalCheck(name: string, check: AppCheck): void {
    this.finalChecks.set(name, check);
  }

  /** Runs when `App.synth()` has written its files. */
  public onWritten(written: (app: SynthesizedApp) => void): void {
    this.written.push(written);
  }

  /**
   * The manifests of a chart, if the whole app has just been rendered for the synth that is running. cdk8s would validate
   * and render the app again for every chart of it.
   */
  public manifestsOf(chart: Chart): Json[] | undefined {
    return this.depth > 0 ? this.app?.of(chart).map(({ manifest }) => manifest) : undefined;
  }

  /** The objects of a chart that depend on others, where that is known by then. */
  public dependentOf(chart: Chart): readonly ApiObject[] | undefined {
    return this.depth > 0 && this.app ? this.dependent.filter(object => object.node.scopes.includes(chart)) : undefined;
  }

  private validate(construct: IConstruct): string[] {
    let result = this.results.get(construct);
    if (!result) {
      const found: string[] = [];
      for (const check of this.checks.get(construct) ?? []) { found.push(...check()); }
      found.push(...this.problems?.get(construct) ?? []);
      result = found.length < 2 ? found : [...new Set(found)];
      this.results.set(construct, result);
    }
    return result;
  }

  private begin(): string[] {
    if (this.depth === 0 || !this.problems) {
      this.results.clear();
      const objects = this.prepare();
      this.problems = new Map();
      this.app = new SynthesizedApp(this.renderAll(objects, this.problems));
      this.dependent = objects.filter(object => object.node.dependencies.length > 0);
      for (const check of this.appChecks.values()) {
        this.merge(check(this.app));
      }
      if (this.problems.size === 0 && ![...this.checks.keys()].some(construct => this.validate(construct).length > 0)) {
        const found = [...this.finalChecks.values()].map(check => check(this.app!));
        found.forEach(problems => this.merge(problems));
      }
      for (const [construct, warnings] of this.warnings) {
        warnings().forEach(warning => process.stderr.write(`warning: [${construct.node.path}] ${warning}\n`));
      }
      for (const construct of this.problems.keys()) {
        if (construct !== this.root && !this.checks.has(construct)) {
          this.addCheck(construct, () => []);
        }
      }
    }
    return [...this.problems.get(this.root) ?? [], ...this.app ? lostFiles(this.root as App, this.app) : []];
  }

  private merge(found: Problems): void {
    for (const [construct, problems] of found) {
      this.problems!.set(construct, [...this.problems!.get(construct) ?? [], ...problems]);
      this.results.delete(construct);
    }
  }

  private prepare(): readonly ApiObject[] {
    let found: readonly ApiObject[] | undefined;
    const objects = (): readonly ApiObject[] => found ??= this.root.node.findAll().filter(construct => ApiObject.isApiObject(construct));
    for (const prepare of this.prepares) {
      prepare(objects);
    }
    return objects();
  }

  private renderAll(all: readonly ApiObject[], problems: Problems): SynthesizedObject[] {
    const objects: SynthesizedObject[] = [];
    for (const construct of all) {
      Rendering.of(construct);
      try {
        const manifest: Json | undefined = construct.toJson();
        if (manifest) {
          objects.push({ object: construct, manifest });
        } else if (isPatched(construct)) {
          problems.set(construct, [
            `a JSON patch to ${construct.kind} '${construct.name}' would not arrive, since the object is not emitted; remove the patch, or let the object be emitted ('enforce').`,
          ]);
        }
      } catch (error) {
        problems.set(construct, [(error as Error).message]);
      }
    }
    return objects;
  }

  private forget(): void {
    this.problems = undefined;
    this.app = undefined;
    this.dependent = [];
  }

  /** Runs a synth of the app with one result for all validators, and finishes its files. */
  public within<T>(method: 'synth' | 'synthYaml', synth: () => T): T {
    if (this.depth++ === 0) {
      this.forget();
    }
    try {
      const result = withFasterYaml(synth);
      if (method === 'synth' && this.app) {
        mendEmptyFiles(this.root as App, this.app);
        const { app: synthesized } = this;
        this.written.forEach(written => written(synthesized));
      }
      return result;
    } catch (error) {
      throw withoutStack(error);
    } finally {
      if (--this.depth === 0) {
        this.forget();
      }
    }
  }
}

/** A tree may have another root, in a test say, and then there is nothing to share. */
function isApp(root: IConstruct): root is App {
  return 'synth' in root && 'synthYaml' in root;
}

function sharing(base: new (...args: any[]) => App): typeof base {
  return class extends base {
    public override synth(): void {
      Synthesis.of(this).within('synth', () => super.synth());
    }

    public override synthYaml(): string {
      return Synthesis.of(this).within('synthYaml', () => super.synthYaml());
    }
  };
}

/** A user's mistake is told in words; where in our code it was noticed helps nobody. */
function withoutStack(error: unknown): unknown {
  if (error instanceof Error && error.message.startsWith('Validation failed')) {
    error.stack = `${error.name}: ${error.message}`;
  }
  return error;
}
