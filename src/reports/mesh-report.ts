/**
 * What a mesh can write beside the manifests at synth, so that a pull request shows it: files in the folder `mesh/` of the output
 * folder, none of which is a manifest. The value is the name of the file. The same app writes the same bytes.
 */
export enum MeshReport {
  /** Who may do what to whom, as a table in Markdown. */
  ACCESS_MARKDOWN = 'access.md',
  /** The same for programs, as the command `access` prints it. */
  ACCESS_JSON = 'access.json',
  /** What is found wrong in the manifests, in Markdown. */
  FINDINGS_MARKDOWN = 'findings.md',
  /** The same for programs, as the command `check` prints it. */
  FINDINGS_JSON = 'findings.json',
  /** The mesh as a picture, light or dark as its reader's system is. */
  GRAPH_SVG = 'graph.svg',
  /** The mesh as a page to explore, which loads nothing from anywhere. */
  GRAPH_HTML = 'graph.html',
  /** The mesh as a Mermaid flowchart, as GitHub and GitLab draw it. */
  GRAPH_MERMAID = 'graph.mmd',
  /** The mesh for programs, as the command `graph` writes it. */
  GRAPH_JSON = 'graph.json',
}
