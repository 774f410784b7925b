type Text = string | null | undefined;

/** The first that says something. */
export function firstText(...texts: Text[]): string {
  return texts.find((text) => text !== undefined && text !== null && text !== "") ?? "";
}

/** Those that say something, with a separator between. */
export function joinText(separator: string, texts: readonly Text[]): string {
  return texts.filter(Boolean).join(separator);
}

const SIGN = " › ";
/** The server's word for time without a category, where it writes paths as text. */
export const UNCATEGORISED = "Uncategorised";

/** "Work › Docs"; a category of nothing has no name of its own. */
export function pathText(path: readonly string[]): string {
  return path.join(SIGN);
}

/** The path that the server wrote as one text. */
export function categoryPath(text: string): string[] {
  return text === "" || text === UNCATEGORISED ? [] : text.split(SIGN);
}
