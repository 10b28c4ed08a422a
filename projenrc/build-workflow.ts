import { github } from 'projen';

const { ActionRefs } = github;
const LINUX = 'ubuntu-latest';

/** Runs what must pass before anything lands, on the oldest Node that is supported, and the tests on the newer ones. */
export function buildWorkflow(gitHub: github.GitHub): void {
  const workflow = new github.GithubWorkflow(gitHub, 'build', {
    limitConcurrency: true,
    concurrencyOptions: { group: '${{ github.workflow }}-${{ github.ref }}', cancelInProgress: true },
  });
  workflow.on({ push: { branches: ['main'] }, pullRequest: {}, workflowDispatch: {} });
  workflow.addJobs({
    ci: {
      runsOn: [LINUX],
      timeoutMinutes: 60,
      permissions: { contents: github.workflows.JobPermission.READ },
      steps: [
        github.WorkflowSteps.checkout(),
        node('20'),
        { name: 'Set up Go', uses: ActionRefs.ACTIONS_SETUP_GO, with: { 'go-version-file': 'conformance/go.mod' } },
        { name: 'Set up Python', uses: ActionRefs.ACTIONS_SETUP_PYTHON, with: { 'python-version': '3.11' } },
        { name: 'Set up Java', uses: ActionRefs.ACTIONS_SETUP_JAVA, with: { 'distribution': 'temurin', 'java-version': '17' } },
        { name: 'Everything that must pass', run: '.ci/run' },
      ],
    },
    audit: {
      runsOn: [LINUX],
      timeoutMinutes: 10,
      permissions: { contents: github.workflows.JobPermission.READ },
      steps: [
        github.WorkflowSteps.checkout(),
        node('24'),
        { name: 'Known vulnerabilities of what is bundled', run: 'npm audit --omit=dev' },
      ],
    },
    node: {
      runsOn: [LINUX],
      timeoutMinutes: 30,
      permissions: { contents: github.workflows.JobPermission.READ },
      strategy: { matrix: { domain: { node: ['22', '24'] } } },
      steps: [
        github.WorkflowSteps.checkout(),
        node('${{ matrix.node }}'),
        { name: 'Tests', run: 'npm test' },
      ],
    },
  });
}

function node(version: string): github.workflows.JobStep {
  return { name: 'Set up Node', uses: ActionRefs.ACTIONS_SETUP_NODE, with: { 'node-version': version, 'package-manager-cache': false } };
}
