import type { Construct } from 'constructs';

/**
 * The id of a namespace of a demo: its name, by which its file is named. Charts stand side by side; one below the demo would have
 * a hash in its file's name. Where the id is taken, by another demo for example, what is wrong with that is reported at synth.
 */
export function chartId(demo: Construct, name: string): string {
  return demo.node.scope!.node.tryFindChild(name) ? `${demo.node.id}-${name}` : name;
}
