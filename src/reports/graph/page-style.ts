import { DARK, LIGHT, pictureStyle } from './svg-style';

/** Of the page; what is drawn looks as in a picture of its own. */
export const pageStyle = [
  `:root{${LIGHT}color-scheme:light}`,
  `@media (prefers-color-scheme:dark){:root:not(.light){${DARK}color-scheme:dark}}:root.dark{${DARK}color-scheme:dark}`,
  pictureStyle,
  'html,body{height:100%;margin:0}body{display:flex;flex-direction:column;background:var(--page);color:var(--text);font:14px/1.4 ui-sans-serif,system-ui,sans-serif}',
  'header{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;padding:8px 12px;border-bottom:1px solid var(--line)}h1{font-size:15px;margin:0}',
  'button,input,summary{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:4px;padding:3px 8px}button,summary{cursor:pointer}',
  'button[aria-pressed=true]{background:var(--gateway)}:focus-visible{outline:2px solid var(--access);outline-offset:1px}',
  '#filter{position:relative}#namespaces{position:absolute;z-index:2;max-height:60vh;overflow:auto;background:var(--ground);border:1px solid var(--line);padding:6px 10px;white-space:nowrap}',
  '#namespaces label{display:block}#status{color:var(--faint)}',
  'main{flex:1;display:flex;min-height:0}#graph{flex:1;min-width:0;touch-action:none;cursor:grab;font:12px/1 ui-sans-serif,system-ui,sans-serif}#graph.dragged{cursor:grabbing}',
  '#panel{width:min(420px,45vw);overflow:auto;border-left:1px solid var(--line);padding:8px 14px;overflow-wrap:anywhere}#panel:empty{display:none}',
  '#panel h2{font-size:15px;margin:8px 0}#panel h3{font-size:14px;margin:14px 0 4px}#panel ul{margin:0;padding-left:18px}#panel table{border-collapse:collapse}#panel td{padding:1px 8px 1px 0;vertical-align:top}',
  'pre{background:var(--box);border:1px solid var(--line);padding:8px;overflow:auto;font:12px/1.35 ui-monospace,monospace;overflow-wrap:normal}',
  '.verdict{font-weight:600}.faint{color:var(--faint)}details>summary{margin:2px 0}#panel details summary{border:0;background:none;padding:0}',
  '#matrix{flex:1;overflow:auto}#matrix[hidden]{display:none}#matrix table{border-collapse:separate;border-spacing:0;font-size:12px}',
  '#matrix th,#matrix td{border:0 solid var(--line);border-width:0 1px 1px 0;padding:3px 6px;text-align:left;vertical-align:top;background:var(--page)}',
  '#matrix thead th{position:sticky;top:0;z-index:1;background:var(--box)}#matrix tbody th{position:sticky;left:0;background:var(--box)}#matrix td button{padding:1px 5px;text-align:left;white-space:pre-line}',
  '.item{cursor:pointer}.item:focus-visible{outline:none}.item:focus-visible rect,.item.chosen rect{stroke:var(--access);stroke-width:3}',
  '.faded{opacity:.12}.gone{display:none}.link.near path{stroke-opacity:1;stroke-width:2.5}',
].join('\n');
