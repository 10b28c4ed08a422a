import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Reports } from './render-reports';
import { AppFindings } from '../findings/app-findings';
import type { Mesh } from '../mesh/mesh';
import { perApp } from '../private/per-app';
import { reportFile, writeReportFile, writeTextReport } from '../private/report-files';
import type { SynthesizedApp } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';

/** Writes what meshes are to tell beside the manifests, once a synth, when everything is known to be sound. */
export class AppReports {
  public static of(scope: IConstruct): AppReports {
    return perApp(scope, 'AppReports', root => new AppReports(root));
  }

  private readonly meshes: Mesh[] = [];

  private constructor(private readonly root: IConstruct) {
    // What they find is what is told.
    AppProof.of(root);
    AppFindings.of(root);
    Synthesis.of(root).onWritten(app => this.write(app));
  }

  public add(mesh: Mesh): void {
    this.meshes.push(mesh);
  }

  private write(app: SynthesizedApp): void {
    const { outdir } = this.root as App;
    for (const mesh of this.meshes) {
      const findings = AppFindings.of(this.root);
      const reports = new Reports({
        model: AppProof.of(this.root).modelOf(mesh, app),
        findings: () => findings.resultOf(mesh, app),
        objects: app.objects.length,
      });
      for (const report of new Set(mesh.reports)) {
        // Of several meshes each has a folder of its own.
        const name = this.meshes.length === 1 ? report : `${encodeURIComponent(mesh.node.path)}/${report}`;
        const rendered = reports.render(report);
        const file = reportFile(outdir, name);
        if (typeof rendered === 'string') { writeTextReport(file, rendered); } else { writeReportFile(file, rendered); }
      }
      reports.warnings.forEach(warning => process.stderr.write(`warning: [${mesh.node.path}] ${warning}\n`));
    }
  }
}
