import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import type { ContractDocument } from './contract-document';
import { CONTRACT_FORMAT, CONTRACT_VERSION } from './contract-document';
import { exportedService, exportProblems } from './exported-service';
import type { IMeshService } from '../calls/mesh-service';
import { claim } from '../private/claims';
import { sorted } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** What is exported, and where to. */
export interface ContractExportProps {
  /** The services of which others are told; at least one. */
  readonly services: IMeshService[];

  /**
   * The file that is written, such as 'contracts/orders.json', seen from where the app runs. It ends on `.json` and stands beside the
   * output folder, not in it: `kubectl` reads what is there, and each synth empties it.
   *
   * The environment variable `CDK8S_ISTIO_CONTRACTS` names another folder for it, to compare with what is checked in.
   */
  readonly file: string;
}

/** Names another folder for contracts. */
const VARIABLE = 'CDK8S_ISTIO_CONTRACTS';

/**
 * Tells other apps of services of this one: a small file with their names, ports, identities and pod labels, and with what callers
 * that live elsewhere may do there. Another app makes a `ServiceReference` of it, as a callee or as a caller.
 *
 * It is written when `App.synth()` has written the manifests, so never for what was refused.
 */
export class ContractExport extends Construct {
  private readonly props: ContractExportProps;

  public constructor(scope: Construct, id: string, props: ContractExportProps) {
    super(scope, id);
    this.props = props;
    claim(this, 'contract file', resolve(this.file), 'export all services to one, or name another file');
    const synthesis = Synthesis.of(this);
    synthesis.addCheck(this, () => this.problems());
    synthesis.onWritten(() => this.write());
  }

  /** What the file says, as plain data. */
  public toDocument(): any {
    const document: ContractDocument = {
      format: CONTRACT_FORMAT,
      version: CONTRACT_VERSION,
      name: this.node.id,
      services: sorted(new Set(this.props.services), ({ name, node }) => `${name} ${node.path}`).map(exportedService),
    };
    return document;
  }

  /** Where it is written, as an absolute path or seen from where the app runs. */
  public get file(): string {
    const folder = process.env[VARIABLE] ?? '';
    return folder === '' ? this.props.file : join(folder, basename(this.props.file));
  }

  private write(): void {
    const text = `${JSON.stringify(this.toDocument(), undefined, 2)}\n`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(this.file, text);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`[${this.node.path}] file '${this.file}' cannot be written (${code}); name one that can be.`);
    }
  }

  private problems(): string[] {
    const { services, file } = this.props;
    const output = (this.node.root as App).outdir as string | undefined;
    const within = output !== undefined && !relative(resolve(output), resolve(this.file)).startsWith('..');
    return [
      ...services.length === 0 ? ["exports nothing; name at least one of 'services'."] : [],
      ...[...new Set(services)].flatMap(exportProblems),
      ...extname(file) === '.json' ? [] : [`file '${file}' does not end on '.json', which is what it is; name it so.`],
      ...within ? [`file '${this.file}' is in the output folder '${output}', which each synth empties and kubectl reads; name one beside it, such as 'contracts/${this.node.id}.json'.`] : [],
    ];
  }
}
