export interface PageParts {
  readonly policy: string;
  readonly style: string;
  readonly script: string;
  readonly data: string;
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  /** What signs mean. */
  readonly legend: string;
}

/** The page around the picture. */
export function pageMarkup({ policy, style, script, data, picture, width, height, legend }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The mesh: who may do what to whom</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>The mesh</h1>
<input id="search" type="search" placeholder="Search (/)" aria-label="Search workloads, hosts and classes of callers; Enter goes to the first">
<details id="filter"><summary>Namespaces</summary><div id="namespaces"></div></details>
<div id="views" class="group" role="group" aria-label="View"><button id="show-graph" aria-pressed="true">Graph</button><button id="show-matrix" aria-pressed="false">Matrix</button></div>
<div class="group" role="group" aria-label="Also show"><button id="denied" aria-pressed="false">Denied</button><button id="unused" aria-pressed="false">Unused</button></div>
<div id="zoom" class="group" role="group" aria-label="Zoom"><button id="in" aria-label="Zoom in">+</button><button id="out" aria-label="Zoom out">−</button><button id="fit">Fit</button></div>
<button id="notes">Notes</button>
<button id="theme">Light or dark</button>
<span id="status" role="status"></span>
</header>
<main>
<svg id="graph" tabindex="0" role="group" aria-label="The graph: arrows move it, plus and minus zoom, 0 fits it, Tab goes from item to item" data-width="${width}" data-height="${height}">
${picture}
</svg>
<div id="matrix" tabindex="0" role="region" aria-label="Who may do what to whom, as a table" hidden></div>
<section id="panel" aria-label="Details" hidden></section>
</main>
<footer><ul id="legend" aria-label="Legend">
${legend}
</ul><span>Click a workload, a box or an edge to see who may do what, and why.</span></footer>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}
