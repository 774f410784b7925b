type Text = string | null | undefined;

/** The first that says something. */
export function firstText(...texts: Text[]): string {
  return texts.find((text) => text !== undefined && text !== null && text !== "") ?? "";
}

/** Those that say something, with a separator between. */
export function joinText(separator: string, texts: readonly Text[]): string {
  return texts.filter(Boolean).join(separator);
}

/** "Work › Docs"; a category of nothing has no name of its own. */
export function pathText(path: readonly string[]): string {
  return path.join(" › ");
}
