import type { Severity } from '../../analysis/findings';
import { allRules } from '../../analysis/findings';
import type { CheckReport, LocatedFinding } from '../../reports/findings/located-finding';

const LEVELS: { readonly [S in Severity]: string } = { error: 'error', warning: 'warning', info: 'note' };

/**
 * For code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif({ open, acknowledged, unread = [] }: CheckReport, version: string): string {
  const used = new Set([...open, ...acknowledged].map(({ finding }) => finding.code));
  const rules = allRules().filter(({ code }) => used.has(code));
  const results = [
    ...open.map(one => resultOf(one)),
    ...acknowledged.map(one => ({ ...resultOf(one), suppressions: [{ kind: 'inSource', justification: one.reason }] })),
  ];
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'cdk8s-istio',
          version,
          rules: rules.map(({ code, title, explanation, fix, severity, aliases }) => ({
            id: code,
            shortDescription: { text: title },
            fullDescription: { text: explanation },
            help: { text: fix },
            defaultConfiguration: { level: LEVELS[severity] },
            properties: { tags: aliases },
          })),
        },
      },
      results,
      ...unread.length === 0 ? {} : {
        invocations: [{ executionSuccessful: false, toolExecutionNotifications: unread.map(text => ({ level: 'error', message: { text } })) }],
      },
    }],
  }, undefined, 2);
}

function resultOf({ finding, file, line }: LocatedFinding): object {
  const { code, severity, message, fix, object, path } = finding;
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: `${message}. ${fix}` },
    locations: [{
      ...file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } } },
      logicalLocations: [{ fullyQualifiedName: `${object.kind} ${object.namespace}/${object.name}${path === '' ? '' : ` ${path}`}`, kind: 'resource' }],
    }],
  };
}

function uriOf(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
