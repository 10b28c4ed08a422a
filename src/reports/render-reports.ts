import { reportJson } from './findings/report-json';
import { reportMarkdown } from './findings/report-markdown';
import { renderGraph } from './graph/render-graph';
import { MeshReport } from './mesh-report';
import type { AccessTable } from '../analysis/access/access-table';
import { accessTableOf } from '../analysis/access-table/access-table-of';
import { tableEntries } from '../analysis/access-table/build-table';
import type { TableEntry } from '../analysis/access-table/table-entry';
import type { FindingsResult } from '../analysis/findings';
import type { MeshGraph } from '../analysis/graph';
import { meshGraphOf, withFindings } from '../analysis/graph';
import type { MeshModel } from '../analysis/model';
import { problemTexts } from '../analysis/model/problem-texts';

/** What reports are made of. */
export interface ReportSource {
  readonly model: MeshModel;
  /** Asked only for reports that tell of findings. */
  readonly findings: () => FindingsResult;
  /** How many objects were looked at for them. */
  readonly objects: number;
}

/** A report: a text of its own, or an object for programs. */
export type RenderedReport = string | object;

/** The reports of one mesh, all of them of one reading. */
export class Reports {
  /** What is to be known of a report besides, such as that it is too large for who reads it. */
  public readonly warnings: string[] = [];
  private readonly problems: readonly string[];
  private readonly known = new Map<string, unknown>();

  public constructor(private readonly source: ReportSource) {
    this.problems = problemTexts(source.model);
  }

  public render(report: MeshReport): RenderedReport {
    switch (report) {
      case MeshReport.ACCESS_MARKDOWN: return `# Who may do what to whom\n\n${this.table().toMarkdown()}\n`;
      case MeshReport.ACCESS_JSON: return JSON.parse(this.table().toJson()) as object;
      case MeshReport.FINDINGS_MARKDOWN: return `# What is found in the manifests\n\n${reportMarkdown(this.found())}\n`;
      case MeshReport.FINDINGS_JSON: return JSON.parse(reportJson(this.found())) as object;
      case MeshReport.GRAPH_SVG: return renderGraph(this.graph(false), 'svg').text;
      case MeshReport.GRAPH_HTML: return renderGraph(this.graph(true), 'html').text;
      case MeshReport.GRAPH_MERMAID: return this.mermaid();
      case MeshReport.GRAPH_JSON: return JSON.parse(renderGraph(this.graph(false), 'json').text) as object;
    }
  }

  private mermaid(): string {
    const { text, warnings } = renderGraph(this.graph(false), 'mmd');
    this.warnings.push(...warnings.map(warning => `${MeshReport.GRAPH_MERMAID}: ${warning}`));
    return text;
  }

  private table(): AccessTable {
    return this.once('table', () => accessTableOf(this.source.model, this.problems, this.entries()));
  }

  private graph(denied: boolean): MeshGraph {
    return this.once(`graph ${denied}`, () =>
      withFindings(meshGraphOf(this.source.model, this.problems, { denied, entries: this.entries() }), this.source.findings().open));
  }

  private entries(): readonly TableEntry[] {
    return this.once('entries', () => tableEntries(this.source.model));
  }

  private found(): Parameters<typeof reportJson>[0] {
    const { open, acknowledged } = this.source.findings();
    return { open: open.map(finding => ({ finding })), acknowledged, objects: this.source.objects };
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.known.has(name)) { this.known.set(name, make()); }
    return this.known.get(name) as T;
  }
}
