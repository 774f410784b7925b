/** What a pasted or chosen file holds. Pure. */
import type { RuleDocument } from "./model";

export type Found =
  | { kind: "activitywatch"; classes: unknown[] }
  | { kind: "daywright"; document: RuleDocument }
  | { kind: "unreadable" }
  | { kind: "unknown" };

/** ActivityWatch writes a list of classes, or an object that holds one as `categories` or `classes`. */
export function recognise(text: string): Found {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { kind: "unreadable" };
  }
  if (isObject(read) && isOwn(read)) {
    return { kind: "daywright", document: { categories: read.categories, rules: read.rules } };
  }
  const classes = [read, ...(isObject(read) ? [read.categories, read.classes] : [])].find(isClasses);
  return classes ? { kind: "activitywatch", classes } : { kind: "unknown" };
}

function isOwn(read: object): read is RuleDocument {
  const { categories, rules } = read as Record<string, unknown>;
  return (
    Array.isArray(rules) && Array.isArray(categories) && categories.every((each) => hasList(each, "path"))
  );
}

function isClasses(read: unknown): read is unknown[] {
  return Array.isArray(read) && read.length > 0 && read.every((each) => hasList(each, "name"));
}

function hasList(read: unknown, name: string): boolean {
  return isObject(read) && Array.isArray(read[name]);
}

function isObject(read: unknown): read is Record<string, unknown> {
  return typeof read === "object" && read !== null && !Array.isArray(read);
}
