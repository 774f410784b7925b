/** The category tree of a range, from the own time of its nodes. Pure. */
import type { Kind } from "./kind";

export interface Own {
  path: readonly string[];
  seconds: number;
  kind: Kind;
  /** In the time before; null or absent when nothing is compared. */
  before?: number | null | undefined;
}

export interface TreeRow {
  path: readonly string[];
  name: string;
  depth: number;
  /** Own time and that of everything below. */
  seconds: number;
  kind: Kind;
  /** The same in the time before, where that is known. */
  before: number | null;
}

interface Node {
  path: readonly string[];
  own: Own | null;
  children: Map<string, Node>;
}

/** Rows in reading order: longest branch first, children under their parent, uncategorised time last. */
export function treeRows(owns: readonly Own[]): TreeRow[] {
  const root: Node = { path: [], own: null, children: new Map() };
  for (const own of owns) place(root, own);
  const rows = below(root).filter((row) => row.seconds >= 1);
  if (root.own && root.own.seconds >= 1) {
    const { seconds, before = null } = root.own;
    rows.push({ path: [], name: "", depth: 0, seconds, kind: "uncategorised", before });
  }
  return rows;
}

function place(root: Node, own: Own): void {
  let node = root;
  own.path.forEach((name, i) => {
    let child = node.children.get(name);
    if (!child)
      node.children.set(name, (child = { path: own.path.slice(0, i + 1), own: null, children: new Map() }));
    node = child;
  });
  node.own = own;
}

function below(node: Node): TreeRow[] {
  return [...node.children.values()]
    .map((child) => ({ child, seconds: total(child) }))
    .sort((a, b) => b.seconds - a.seconds)
    .flatMap(({ child, seconds }) => {
      const { path } = child;
      const how = { seconds, kind: kindOf(child), before: before(child) };
      return [{ path, name: path.at(-1) ?? "", depth: path.length - 1, ...how }, ...below(child)];
    });
}

function total(node: Node): number {
  return [...node.children.values()].reduce((sum, child) => sum + total(child), node.own?.seconds ?? 0);
}

function before(node: Node): number | null {
  const known = [node.own?.before, ...[...node.children.values()].map(before)].filter((each) => each != null);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
}

/** A parent without time of its own takes the kind most of its time has. */
function kindOf(node: Node): Kind {
  if (node.own) return node.own.kind;
  const longest = [...node.children.values()].sort((a, b) => total(b) - total(a))[0];
  return longest ? kindOf(longest) : "neutral";
}
